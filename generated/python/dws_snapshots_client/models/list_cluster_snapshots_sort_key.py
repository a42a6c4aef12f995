from enum import StrEnum


class ListClusterSnapshotsSortKey(StrEnum):
    FINISHED = "finished"
    NAME = "name"
    SIZE = "size"
    STARTED = "started"
    STATUS = "status"

    def __str__(self) -> str:
        return str(self.value)
