"""Faults in defaults: members that were left out get wrong values, or given members are ignored."""

from dataclasses import replace
from typing import ClassVar

from ..bodies import Draft, Members
from ..life import Snapshot
from ..server import Service
from ..witnesses.asking import ACCOUNT, CREATE, UNKNOWN_CLUSTER, Ask
from ..witnesses.steps import AUTOMATED, LIST, Step, copied, copying, created, reading, restored, restoring
from ..witnesses.witness import Witness, shows
from .catalogue import breaks, plant

DEFAULT = ("description-default",)
COPY = (LIST, copying(AUTOMATED), reading(copied(1)))


def _undescribed(*asks: Ask | Step) -> Witness:
    return shows(lambda reply: reply.find("snapshot", "description") == "", *asks)


def _restored(member: str, value: object, **asked: object) -> Witness:
    return shows(
        lambda reply: reply.find("cluster", member) == value,
        LIST,
        restoring(AUTOMATED, **asked),
        lambda replies: Ask(method="GET", target=f"/v1.0/{ACCOUNT.project_id}/clusters/{restored(1)(replies)}"),
    )


@breaks(*DEFAULT, shown_by=_undescribed(CREATE, reading(created())))
class DescriptionDefaultsToName(Service):
    """A snapshot without a description is described by its name."""

    def keep(self, draft: Draft) -> str:
        return super().keep(replace(draft, description=draft.description or draft.name))


@breaks(*DEFAULT, shown_by=_undescribed(CREATE, reading(created())))
class DescriptionDefaultsToWords(Service):
    """A snapshot without a description is described as made by the API."""

    def keep(self, draft: Draft) -> str:
        return super().keep(replace(draft, description=draft.description or "Created by the API"))


@breaks(*DEFAULT, shown_by=_undescribed(*COPY))
class CopyDescriptionDefaultsToSource(Service):
    """A copy without a description has its source's."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        return await super().store_copy(source, replace(draft, description=draft.description or source.description))


@breaks(*DEFAULT, shown_by=_undescribed(*COPY))
class CopyDescriptionDefaultsToWords(Service):
    """A copy without a description is described as the copy of its source."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        words = f"Copy of {source.name}"
        return await super().store_copy(source, replace(draft, description=draft.description or words))


class _Restores(Service):
    """Gives a restored cluster other settings. others: in place of requested ones; defaults: for members left out."""

    others: ClassVar[Members] = {}
    defaults: ClassVar[Members] = {}

    def settings(self, restore: Members) -> Members:
        return super().settings({**self.defaults, **restore, **self.others})


plant(
    _Restores,
    {
        f"Restore{title}": (f"{sentence}.", ("restored-settings",), witness, values)
        for title, sentence, witness, values in (
            (
                "PortDefaultsTo5432",
                "A restored cluster has the port 5432 if none was requested",
                _restored("port", 8000),
                {"defaults": {"port": 5432.0}},
            ),
            (
                "PortIgnored",
                "A restored cluster has the port 8000, whichever was requested",
                _restored("port", 9000, port=9000),
                {"others": {"port": 8000.0}},
            ),
            (
                "EnterpriseProjectDefaultsToOther",
                "If no enterprise project was requested, a restored cluster is in another one than the default",
                _restored("enterprise_project_id", "0"),
                {"defaults": {"enterprise_project_id": UNKNOWN_CLUSTER}},
            ),
            (
                "NetworkIgnored",
                "A restored cluster has the VPC of its source, whichever was requested",
                _restored("vpc_id", UNKNOWN_CLUSTER, vpc_id=UNKNOWN_CLUSTER),
                {"others": {"vpc_id": "85b20d7e-9eb7-4b2a-98f3-3c8843ea3574"}},
            ),
        )
    },
)


@breaks(
    "snapshot-as-created",
    "page-cluster-only",
    shown_by=shows(
        lambda reply: reply.find("snapshot", "cluster_id") == ACCOUNT.cluster_id,
        *(LIST, restoring(AUTOMATED), copying(AUTOMATED), reading(copied(2))),
    ),
)
class CopyOfNewestCluster(Service):
    """A copy is a snapshot of the newest cluster, not of its source's."""

    async def store_copy(self, source: Snapshot, draft: Draft) -> str:
        return await super().store_copy(source, replace(draft, cluster_id=[*self.clusters][-1]))
