"""Faults in the details of a cluster."""

from collections.abc import Sequence
from typing import Any

from ..refusal import Refused
from ..server import Call, Service
from ..wire import Answer
from ..witnesses.asking import ACCOUNT, UNKNOWN_CLUSTER, Ask, Reply
from ..witnesses.looks import is_json
from ..witnesses.steps import AUTOMATED, LIST, Step, restored, restoring
from ..witnesses.witness import Witness, accepted, answers, refused, shows
from .catalogue import breaks, plant
from .cluster_lists import CLUSTERS
from .rewriting import AnswersWith, RewritesBody, Told

DETAILS = CLUSTERS.at(f"{CLUSTERS.target}/{ACCOUNT.cluster_id}")


def _of(cluster_id: str) -> Ask:
    return CLUSTERS.at(f"{CLUSTERS.target}/{cluster_id}")


def _of_restored(replies: Sequence[Reply]) -> Ask:
    return _of(restored(1)(replies))


RESTORED: tuple[Ask | Step, ...] = (LIST, restoring(AUTOMATED), _of_restored)


def _cluster(reply: Reply) -> dict[str, Any]:
    found = reply.find("cluster")
    return found if isinstance(found, dict) else {}


def _tells(member: str, kind: type) -> Witness:
    return shows(lambda reply: isinstance(_cluster(reply).get(member), kind), DETAILS)


DECLARED = _tells("id", str)
NAME = shows(lambda reply: _cluster(reply).get("name") == "dws-restored", *RESTORED)


class _DetailsAnswer(AnswersWith):
    """Answers the details of a cluster with another status or media type."""

    rewritten_operation = "listClusterDetails"


class _RewritesDetails(RewritesBody):
    """Changes the body of the details of a cluster."""

    rewritten_operation = "listClusterDetails"


class _Tells(_RewritesDetails):
    """Changes members in the details of a cluster."""

    def retold(self, told: Told) -> object:
        return {"cluster": {**told["cluster"], **self.changed(told["cluster"])}}

    def changed(self, cluster: Told) -> Told:
        """Return the members to show in place of the right ones."""
        return {}


plant(
    _DetailsAnswer,
    {
        "ClusterDetails202": (
            "The details of a cluster are answered with 202.",
            ("cluster-details-answer", "status-declared"),
            accepted(DETAILS, wrong=202),
            {"other_status": 202},
        ),
        "ClusterDetailsAsHtml": (
            "The details of a cluster are sent as text/html.",
            ("cluster-details-answer",),
            shows(is_json, DETAILS),
            {"other_media_type": "text/html"},
        ),
    },
)


@breaks("cluster-details-answer", shown_by=DECLARED)
class ClusterDetailsBare(_RewritesDetails):
    """The details of a cluster come without the member `cluster` around them."""

    def retold(self, told: Told) -> object:
        return told["cluster"]


@breaks("cluster-details-answer", shown_by=DECLARED)
class ClusterDetailsInList(_RewritesDetails):
    """The details of a cluster are a list of one."""

    def retold(self, told: Told) -> object:
        return {"cluster": [told["cluster"]]}


@breaks("cluster-details-answer", shown_by=NAME)
class ClusterDetailsOfFirst(Service):
    """The details of every cluster are those of the first."""

    def cluster_details(self, cluster_id: str) -> dict[str, object]:
        return super().cluster_details(next(iter(self.clusters)))


@breaks("cluster-details-answer", shown_by=answers(200, 404, *RESTORED))
class ClusterDetailsNotOfRestored(Service):
    """A restored cluster has no details: 404."""

    def cluster_details(self, cluster_id: str) -> dict[str, object]:
        if cluster_id != self.account.cluster_id:
            raise self.no_cluster()
        return super().cluster_details(cluster_id)


@breaks("cluster-as-listed", shown_by=NAME)
class ClusterDetailsNameOfSource(_Tells):
    """The details of a restored cluster have the name of its source cluster."""

    def changed(self, cluster: Told) -> Told:
        return {"name": self.clusters[self.account.cluster_id]}


@breaks("cluster-as-listed", shown_by=shows(lambda reply: _cluster(reply).get("name") == "dws-demo", DETAILS))
class ClusterDetailsNameWithProject(_Tells):
    """The details of a cluster have its name with that of the project in front."""

    def changed(self, cluster: Told) -> Told:
        return {"name": f"demo/{cluster['name']}"}


@breaks(
    "cluster-becomes-available",
    shown_by=shows(lambda reply: _cluster(reply).get("status") == "AVAILABLE", DETAILS, DETAILS),
)
class ClusterCreatingAgain(_Tells):
    """A cluster is CREATING every second time that its details are read."""

    def prepare(self) -> None:
        self.looks = 0

    def changed(self, cluster: Told) -> Told:
        self.looks += 1
        return {"status": "AVAILABLE" if self.looks % 2 else "CREATING"}


@breaks("cluster-members", shown_by=_tells("status", str))
class ClusterDetailsStatusNull(_Tells):
    """`status` is null in the details of a cluster."""

    def changed(self, cluster: Told) -> Told:
        return {"status": None}


@breaks("cluster-members", shown_by=_tells("private_ip", list))
class ClusterPrivateIpInText(_Tells):
    """`private_ip` is a text in the details of a cluster."""

    def changed(self, cluster: Told) -> Told:
        return {"private_ip": "192.168.0.12"}


@breaks("cluster-members", shown_by=_tells("maintain_window", dict))
class ClusterMaintainWindowInText(_Tells):
    """`maintain_window` is a text in the details of a cluster."""

    def changed(self, cluster: Told) -> Told:
        return {"maintain_window": "Wed 22:00-02:00"}


@breaks("cluster-members", shown_by=shows(lambda reply: _cluster(reply).get("action_progress") == {}, DETAILS))
class ClusterProgressNested(_Tells):
    """The values of `action_progress` are objects in the details of a cluster."""

    def changed(self, cluster: Told) -> Told:
        return {"action_progress": {"SNAPSHOTTING": {"progress": 16}}}


class _OfDetails(Service):
    """Treats the ID of a cluster differently in requests for its details."""

    async def list_cluster_details(self, call: Call) -> Answer:
        try:
            return await super().list_cluster_details(call)
        except Refused as refused:
            return self.instead(refused, call)

    def instead(self, refused: Refused, call: Call) -> Answer:
        """Return the answer in place of a refusal."""
        raise refused


@breaks("cluster-path", shown_by=answers(404, 400, _of(UNKNOWN_CLUSTER)))
class ClusterDetailsUnknown400(_OfDetails):
    """The details of an unknown cluster are answered with 400."""

    def instead(self, refused: Refused, call: Call) -> Answer:
        refused.status = 400
        raise refused


@breaks("cluster-path", shown_by=answers(404, 200, _of(UNKNOWN_CLUSTER)))
class ClusterDetailsUnknownEmpty(_OfDetails):
    """The details of an unknown cluster are answered with an empty object."""

    def instead(self, refused: Refused, call: Call) -> Answer:
        if refused.status != 404:
            raise refused
        return self.json_answer(200, {"cluster": {"id": call.id, "name": "", "status": ""}}, {})


@breaks("cluster-path", shown_by=refused(_of("cluster"), wrong=404))
class ClusterDetailsMalformed404(_OfDetails):
    """The details of a cluster whose ID is no UUID are answered with 404."""

    def instead(self, refused: Refused, call: Call) -> Answer:
        raise self.no_cluster()


@breaks("cluster-path", shown_by=accepted(_of(ACCOUNT.cluster_id.upper()), wrong=404))
class ClusterDetailsWithCase(Service):
    """The cluster's ID is compared with case in requests for its details."""

    async def list_cluster_details(self, call: Call) -> Answer:
        if call.id in map(str.upper, self.clusters):
            raise self.no_cluster()
        return await super().list_cluster_details(call)
