"""Other ways to show snapshots: optional members, and forms that clients read like the documented one."""

import time

from ..life import Snapshot
from ..refusal import Refused
from ..server import Service
from .catalogue import LISTS, READS, Told, correct, each, retelling

_OPTIONAL = ("datastore", "finished", "updated", "size", "bak_keep_day", "support_inplace_restore", "db_user")
_NEWEST = {
    "bak_expected_start_time": "1666843740000",
    "cluster_task_status": "SNAPSHOTTING",
    "fine_grained_backup_detail": {"database": "db", "schema_list": [], "table_list": ["orders"]},
    "not_known_yet": {"colour": "red"},
    "support_fine_grained_cross_version_restore": False,
    "total_backup_size": 813475,
}
_IN_TEXT = {"size": "500", "bak_keep_day": "7", "total_backup_size": "813475", "progress": 100, "db_user": 7}


def _but(told: Told, *members: str) -> Told:
    return {name: value for name, value in told.items() if name not in members}


retelling(
    __name__,
    {
        "CountsMissing": ("Lists and pages have no `count`.", LISTS, lambda told: _but(told, "count")),
        "CountsInText": (
            "`count` is a text in lists and on pages.",
            LISTS,
            lambda told: {**told, "count": str(told["count"])},
        ),
        "PageIdsMissing": (
            "Pages have neither `project_id` nor `cluster_id`.",
            ("listClusterSnapshots",),
            lambda told: _but(told, "project_id", "cluster_id"),
        ),
        "StartedMissing": (
            "No snapshot tells when it was `started`.",
            READS,
            each(lambda snapshot: _but(snapshot, "started")),
        ),
        "FinishedMissing": (
            "No snapshot tells when it was `finished`.",
            READS,
            each(lambda snapshot: _but(snapshot, "finished")),
        ),
        "ProgressStays": (
            "The `progress` of every snapshot stays at 40.",
            READS,
            each(lambda snapshot: {**snapshot, "progress": "40"}),
        ),
        "NumbersInText": (
            "Numbers are told as text, and text as numbers.",
            READS,
            each(lambda snapshot: {**snapshot, **_IN_TEXT}),
        ),
        "OptionalMembersNull": (
            "Optional members that are not there are null.",
            READS,
            each(lambda snapshot: {**dict.fromkeys(_OPTIONAL), **snapshot}),
        ),
        "OptionalMembersEmpty": (
            "Optional members that are not there are empty texts.",
            READS,
            each(lambda snapshot: {**dict.fromkeys(_OPTIONAL, ""), **snapshot}),
        ),
        "NewestMembers": (
            "Snapshots have the newest members, and one that nobody knows.",
            READS,
            each(lambda snapshot: {**snapshot, **_NEWEST}),
        ),
        "DescriptionsNullWhereEmpty": (
            "A description that is empty is told as null.",
            READS,
            each(lambda snapshot: {**snapshot, "description": snapshot["description"] or None}),
        ),
        "DescriptionsMissingWhereEmpty": (
            "A description that is empty is not told.",
            READS,
            each(lambda snapshot: snapshot if snapshot["description"] else _but(snapshot, "description")),
        ),
        "AutomatedOfOlderEditions": (
            "Automated snapshots are of the type AUTOMATED.",
            READS,
            each(lambda snapshot: {**snapshot, "type": snapshot["type"].replace("AUTO", "AUTOMATED")}),
        ),
        "ListOldestFirst": (
            "A list has the oldest snapshot first.",
            ("listSnapshots",),
            lambda told: {**told, "snapshots": told["snapshots"][::-1]},
        ),
        "ListByName": (
            "A list is sorted by name.",
            ("listSnapshots",),
            lambda told: {**told, "snapshots": sorted(told["snapshots"], key=lambda snapshot: str(snapshot["name"]))},
        ),
        "RestoreWithJob": (
            "The answer to a restore also names a job.",
            ("restoreCluster",),
            lambda told: {**told, "job_id": "2c9081a06b4f2f9d016b4f3a2b7c0001"},
        ),
    },
)


@correct
class TimesWithoutZone(Service):
    """Times have no zone."""

    def time_text(self, seconds: float) -> str:
        return super().time_text(seconds).rstrip("Z")


@correct
class TimesWithFraction(Service):
    """Times have a fraction, and a space in place of the T."""

    def time_text(self, seconds: float) -> str:
        return super().time_text(seconds).replace("T", " ").replace("Z", f"{seconds % 1:.6f}Z"[1:])


@correct
class TimesWithOffset(Service):
    """Times are in another zone than UTC, with its offset."""

    def time_text(self, seconds: float) -> str:
        return time.strftime("%Y-%m-%dT%H:%M:%S+0800", time.gmtime(seconds + 8 * 60 * 60))


@correct
class FinishedWhileCreating(Service):
    """A snapshot that is being made has `finished` already."""

    creation_time = 0.1

    def told(self, snapshot: Snapshot) -> Told:
        return {**super().told(snapshot), "finished": self.time_text(snapshot.done)}


@correct
class ErrorsInBothShapes(Service):
    """Errors have code and message twice, under both pairs of names, and the ID of the request."""

    def error_body(self, refused: Refused) -> object:
        both = {"errCode": refused.code, "externalMessage": refused.message, "request_id": self.request_id()}
        return {**both, "error_code": refused.code, "error_msg": refused.message}
