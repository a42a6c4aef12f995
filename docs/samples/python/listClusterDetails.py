from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    cluster = dws.list_cluster_details("44b277eb-39be-4921-be31-3d61b43651d7")
    print(cluster.id, cluster.name, cluster.status, cluster.task_status or "nothing is done")
