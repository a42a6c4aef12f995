"""Faults in times: they are not in the zone that they name."""

import time
from calendar import timegm
from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from ..life import HOUR, MINUTE, Snapshot
from ..server import Service
from ..witnesses.asking import ACCOUNT, CREATE, Ask, Reply
from ..witnesses.steps import AUTOMATED, LIST, created, reading, restored, restoring, told_of
from ..witnesses.witness import Witness, shows
from .catalogue import breaks, plant
from .rewriting import Told

FORM = "%Y-%m-%dT%H:%M:%S"
UTC = ("times-in-utc",)
CLUSTERS = f"/v1.0/{ACCOUNT.project_id}/clusters"


def _is_now(reply: Reply, told: object) -> bool:
    """Return whether a time in an answer is within a minute of the answer's own Date."""
    text = str(told)
    at = timegm(time.strptime(text[:19], FORM)) - (8 * HOUR if text.endswith("+0800") else 0)
    return abs(parsedate_to_datetime(reply.headers["date"]).timestamp() - at) < MINUTE


def _tells(member: str) -> Witness:
    return shows(lambda reply: _is_now(reply, reply.find("snapshot", member)), CREATE, reading(created()))


def _restored(replies: Sequence[Reply]) -> Ask:
    return Ask(method="GET", target=f"{CLUSTERS}/{restored(1)(replies)}")


RESTORED = shows(lambda reply: _is_now(reply, reply.find("cluster", "created")), LIST, restoring(AUTOMATED), _restored)


class _Shifted(Service):
    """Gives all times `ahead` seconds ahead of UTC, labelled with `zone`."""

    ahead = 0
    zone = "Z"

    def time_text(self, seconds: float) -> str:
        return time.strftime(FORM, time.gmtime(seconds + self.ahead)) + self.zone


plant(
    _Shifted,
    {
        f"Times{title}": (f"{sentence}.", UTC, _tells("started"), {"ahead": ahead, "zone": zone})
        for title, sentence, ahead, zone in (
            ("LocalAsUtc", "Times are those of a zone eight hours ahead, labelled Z", 8 * HOUR, "Z"),
            ("InSummer", "Times are an hour ahead, as clocks are in summer, and labelled Z", HOUR, "Z"),
            ("LocalWithoutZone", "Times are those of a zone eight hours ahead, without a label", 8 * HOUR, ""),
            ("UtcWithOffset", "Times are UTC, and labelled with the offset of another zone", 0, "+0800"),
        )
    },
)


@breaks(*UTC, shown_by=_tells("finished"))
class FinishedLocal(Service):
    """`finished` is a local time, labelled Z; `started` is UTC."""

    def told(self, snapshot: Snapshot) -> Told:
        told = super().told(snapshot)
        return {**told, "finished": self.time_text(snapshot.done + 2 * HOUR)} if "finished" in told else told


@breaks(*UTC, shown_by=RESTORED)
class RestoredCreatedLocal(Service):
    """`created` of a restored cluster is a local time, labelled Z."""

    def told_cluster(self, cluster_id: str) -> Told:
        return {**super().told_cluster(cluster_id), "created": self.time_text(self.restored[cluster_id][0] + 8 * HOUR)}


@breaks(*UTC, shown_by=RESTORED)
class RestoredCreatedAsSource(Service):
    """A restored cluster has the creation time of its source cluster."""

    def told_cluster(self, cluster_id: str) -> Told:
        return {**super().told_cluster(cluster_id), "created": self.time_text(self.begun)}


class _TellsNow(Service):
    """Tells the time of the answer in place of a snapshot's own."""

    member = ""

    def told(self, snapshot: Snapshot) -> Told:
        told = super().told(snapshot)
        return {**told, self.member: self.time_text(time.time())} if self.member in told else told


plant(
    _TellsNow,
    {
        f"{member.title()}Now": (
            f"`{member}` is the time of the answer: it is later in each.",
            clauses,
            shows(lambda reply: all(each["started"] == each["finished"] for each in told_of(reply)), LIST),
            {"member": member},
        )
        for member, clauses in (
            ("started", ("snapshot-as-created", "times-in-utc")),  # it is later than `finished`
            ("finished", ("snapshot-as-created",)),
        )
    },
)
