from dws_snapshots import DwsClient

with DwsClient.from_env() as dws:
    for cluster in dws.list_clusters():
        print(cluster.id, cluster.name, cluster.status)
