from typing import Literal

ListClusterSnapshotsSortDir = Literal["asc", "ASC", "DESC", "desc"]

LIST_CLUSTER_SNAPSHOTS_SORT_DIR_VALUES: set[ListClusterSnapshotsSortDir] = {"asc", "ASC", "DESC", "desc"}


def check_list_cluster_snapshots_sort_dir(value: str) -> ListClusterSnapshotsSortDir:
    if value in LIST_CLUSTER_SNAPSHOTS_SORT_DIR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_CLUSTER_SNAPSHOTS_SORT_DIR_VALUES!r}")
