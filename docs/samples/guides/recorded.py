import vcr

from dws_snapshots import DwsClient

SECRET = ["Authorization", "X-Auth-Token", "X-Security-Token"]

with vcr.use_cassette("snapshots.yaml", filter_headers=SECRET), DwsClient.from_env() as dws:
    print(*(snapshot.name for snapshot in dws.list_snapshots()), sep="\n")
