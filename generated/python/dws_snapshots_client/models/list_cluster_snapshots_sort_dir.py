from typing import Literal

ListClusterSnapshotsSortDir = Literal["ASC", "DESC", "asc", "desc"]

LIST_CLUSTER_SNAPSHOTS_SORT_DIR_VALUES: set[ListClusterSnapshotsSortDir] = {"ASC", "DESC", "asc", "desc"}


def check_list_cluster_snapshots_sort_dir(value: str) -> ListClusterSnapshotsSortDir:
    if value in LIST_CLUSTER_SNAPSHOTS_SORT_DIR_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_CLUSTER_SNAPSHOTS_SORT_DIR_VALUES!r}")
