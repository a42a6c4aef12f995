from typing import Literal

ListClusterSnapshotsSortKey = Literal["finished", "name", "size", "started", "status"]

LIST_CLUSTER_SNAPSHOTS_SORT_KEY_VALUES: set[ListClusterSnapshotsSortKey] = {
    "finished",
    "name",
    "size",
    "started",
    "status",
}


def check_list_cluster_snapshots_sort_key(value: str) -> ListClusterSnapshotsSortKey:
    if value in LIST_CLUSTER_SNAPSHOTS_SORT_KEY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_CLUSTER_SNAPSHOTS_SORT_KEY_VALUES!r}")
