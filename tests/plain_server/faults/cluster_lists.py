"""Faults in the list of a project's clusters."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..refusal import bad
from ..server import Call, Service
from ..wire import Answer
from ..witnesses.asking import ACCOUNT, UNKNOWN_CLUSTER, Ask, Reply
from ..witnesses.looks import is_json, is_uuid
from ..witnesses.steps import AUTOMATED, LIST, Step, restoring
from ..witnesses.witness import Witness, accepted, shows
from .catalogue import breaks, plant
from .rewriting import AnswersWith, RewritesBody, Told

CLUSTERS = Ask(method="GET", target=f"/v1.0/{ACCOUNT.project_id}/clusters")
RESTORED: tuple[Ask | Step, ...] = (LIST, restoring(AUTOMATED), CLUSTERS)


def _of(enterprise_project: str) -> Ask:
    return CLUSTERS.at(f"{CLUSTERS.target}?enterprise_project_id={enterprise_project}")


def _clusters(reply: Reply) -> list[dict[str, Any]]:
    found = reply.find("clusters")
    return found if isinstance(found, list) else []


def _is_declared(reply: Reply) -> bool:
    return bool(_clusters(reply)) and isinstance(reply.find("count"), int)


def _lists(*names: str) -> Callable[[Reply], bool]:
    return lambda reply: [each.get("name") for each in _clusters(reply)] == list(names)


def _each(is_right: Callable[[dict[str, Any]], bool]) -> Witness:
    return shows(lambda reply: all(map(is_right, _clusters(reply))), CLUSTERS)


DECLARED = shows(_is_declared, CLUSTERS)
OWN = shows(_lists("dws-demo"), CLUSTERS)
BOTH = shows(_lists("dws-demo", "dws-restored"), *RESTORED)
COUNTED = shows(lambda reply: reply.find("count") == 1, CLUSTERS)


class _ClustersAnswer(AnswersWith):
    """Answers a list of clusters with another status or media type."""

    rewritten_operation = "listClusters"


class _RewritesClusters(RewritesBody):
    """Changes the body of a list of clusters."""

    rewritten_operation = "listClusters"


plant(
    _ClustersAnswer,
    {
        "Clusters202": (
            "A list of clusters is answered with 202.",
            ("clusters-answer", "status-declared"),
            accepted(CLUSTERS, wrong=202),
            {"other_status": 202},
        ),
        "ClustersAsHtml": (
            "A list of clusters is sent as text/html.",
            ("clusters-answer",),
            shows(is_json, CLUSTERS),
            {"other_media_type": "text/html"},
        ),
    },
)


@breaks("clusters-answer", shown_by=DECLARED)
class ClustersBareArray(_RewritesClusters):
    """A list of clusters is an array, without the object around it."""

    def retold(self, told: Told) -> object:
        return told["clusters"]


@breaks("clusters-answer", shown_by=DECLARED)
class ClustersById(_RewritesClusters):
    """A list of clusters is an object, by their IDs."""

    def retold(self, told: Told) -> object:
        return {**told, "clusters": {each["id"]: each for each in told["clusters"]}}


@breaks("clusters-count", shown_by=COUNTED)
class ClustersCountOffByOne(_RewritesClusters):
    """`count` is one more than the clusters that a list holds."""

    def retold(self, told: Told) -> object:
        return {**told, "count": told["count"] + 1}


@breaks("clusters-count", shown_by=COUNTED)
class ClustersCountOfSnapshots(_RewritesClusters):
    """`count` in a list of clusters is the number of the project's snapshots."""

    def retold(self, told: Told) -> object:
        return {**told, "count": len(self.mine())}


class _Listed(_RewritesClusters):
    """Lists other clusters, with their count."""

    def chosen(self, clusters: list[Told]) -> list[Told]:
        """Return the list to send in place of the right one."""
        return [change for each in clusters for change in self.changed(each)]

    def changed(self, cluster: Told) -> list[Told]:
        """Return the object to show in place of a cluster."""
        return [cluster]

    def retold(self, told: Told) -> object:
        clusters = self.chosen(told["clusters"])
        return {"clusters": clusters, "count": len(clusters)}


@breaks("clusters-complete", shown_by=OWN)
class ClustersRestoredOnly(_Listed):
    """A list of clusters leaves out those that were not restored."""

    def chosen(self, clusters: list[Told]) -> list[Told]:
        return [each for each in clusters if each["id"] != self.account.cluster_id]


@breaks("clusters-complete", shown_by=OWN)
class ClustersRepeatOldest(_Listed):
    """A list of clusters holds the oldest twice."""

    def chosen(self, clusters: list[Told]) -> list[Told]:
        return clusters[:1] + clusters


@breaks("clusters-restored", shown_by=BOTH)
class ClustersWithoutRestored(_Listed):
    """A list of clusters leaves out those that were restored."""

    def chosen(self, clusters: list[Told]) -> list[Told]:
        return [each for each in clusters if each["id"] == self.account.cluster_id]


@breaks("clusters-restored", shown_by=BOTH)
class ClustersRestoredNamedAsSource(_Listed):
    """A restored cluster is listed under the name of its source cluster."""

    def changed(self, cluster: Told) -> list[Told]:
        return [{**cluster, "name": self.clusters[self.account.cluster_id]}]


@breaks("clusters-restored", shown_by=BOTH)
class ClustersNamesInUpperCase(_Listed):
    """A list of clusters shows their names in upper case."""

    def changed(self, cluster: Told) -> list[Told]:
        return [{**cluster, "name": cluster["name"].upper()}]


@breaks(
    "clusters-restored",
    "request-id",
    shown_by=shows(_lists("dws-demo", "dws-restored"), LIST, CLUSTERS, *RESTORED[1:]),
)
class ClustersOfRequestBefore(Service):
    """A list of clusters is out of date: it is as it was at the request before."""

    def prepare(self) -> None:
        self.before: Answer | None = None

    async def list_clusters(self, call: Call) -> Answer:
        answer = await super().list_clusters(call)
        before, self.before = self.before, answer
        return before or answer


@breaks("clusters-project-only", shown_by=OWN)
class ClustersOfAllProjects(_Listed):
    """A list of clusters also holds those of other projects."""

    def chosen(self, clusters: list[Told]) -> list[Told]:
        others = [each.cluster_id for each in self.snapshots.values() if each.project_id != self.project_id]
        return clusters + [{"id": id_, "name": "dws-other", "status": "AVAILABLE"} for id_ in others]


@breaks("cluster-members", shown_by=_each(lambda cluster: "status" in cluster))
class ClusterWithoutStatus(_Listed):
    """A list of clusters shows only the ID and the name of a cluster."""

    def changed(self, cluster: Told) -> list[Told]:
        return [{"id": cluster["id"], "name": cluster["name"]}]


@breaks("cluster-members", "clusters-complete", shown_by=_each(lambda cluster: is_uuid(cluster["id"])))
class ClusterIdWithoutHyphens(_Listed):
    """A cluster's ID is a UUID without hyphens in a list of clusters."""

    def changed(self, cluster: Told) -> list[Told]:
        return [{**cluster, "id": cluster["id"].replace("-", "")}]


@breaks("cluster-members", shown_by=_each(lambda cluster: isinstance(cluster["created"], str)))
class ClusterCreatedAsNumber(_Listed):
    """`created` is a number of seconds in a list of clusters."""

    def changed(self, cluster: Told) -> list[Told]:
        return [{**cluster, "created": round(self.begun)}]


@breaks("cluster-members", shown_by=_each(lambda cluster: isinstance(cluster["endpoints"], list)))
class ClusterEndpointsInText(_Listed):
    """`endpoints` is a text in a list of clusters."""

    def changed(self, cluster: Told) -> list[Told]:
        return [{**cluster, "endpoints": "192.168.0.12:8000"}]


@breaks("cluster-members", shown_by=_each(lambda cluster: isinstance(cluster["action_progress"], dict)))
class ClusterProgressInList(_Listed):
    """`action_progress` is a list in a list of clusters."""

    def changed(self, cluster: Told) -> list[Told]:
        return [{**cluster, "action_progress": [{"name": "SNAPSHOTTING", "progress": "16%"}]}]


@breaks("clusters-enterprise-project", shown_by=shows(_lists(), _of(UNKNOWN_CLUSTER)))
class ClustersEnterpriseProjectIgnored(Service):
    """A list of clusters holds those of every enterprise project, whichever is requested."""

    def is_in_enterprise_project(self, own: object, wanted: str) -> bool:
        return True


@breaks("clusters-enterprise-project", shown_by=shows(_lists("dws-demo"), _of("all_granted_eps")))
class ClustersAllGrantedNone(Service):
    """A list of clusters of `all_granted_eps` is empty, as if that were an ID."""

    async def list_clusters(self, call: Call) -> Answer:
        if "all_granted_eps" in call.request.query:
            return self.json_answer(200, {"clusters": [], "count": 0}, {})
        return await super().list_clusters(call)


@breaks("clusters-enterprise-project", shown_by=accepted(_of("0")))
class ClustersDefaultProjectRefused(Service):
    """A list of clusters of the enterprise project `0` is refused: it is no UUID."""

    def is_in_enterprise_project(self, own: object, wanted: str) -> bool:
        if wanted == "0":
            raise bad("enterprise_project_id: not a UUID.")
        return super().is_in_enterprise_project(own, wanted)


@breaks("clusters-enterprise-project", shown_by=shows(_lists("dws-demo"), _of("0")))
class ClustersDefaultProjectEmpty(Service):
    """A list of clusters of the enterprise project `0` is empty, although clusters say that they are in it."""

    def is_in_enterprise_project(self, own: object, wanted: str) -> bool:
        return wanted != "0" and super().is_in_enterprise_project(own, wanted)


@breaks(
    "clusters-complete",
    shown_by=shows(
        _lists("dws-demo", "dws-restored"), LIST, restoring(AUTOMATED, enterprise_project_id=UNKNOWN_CLUSTER), CLUSTERS
    ),
)
class ClustersOfDefaultProject(Service):
    """A list of clusters without `enterprise_project_id` holds only those of the default one."""

    def prepare(self) -> None:
        self.keep_settings(self.add_cluster("dws-finance"), {"enterprise_project_id": UNKNOWN_CLUSTER})

    async def list_clusters(self, call: Call) -> Answer:
        if not call.request.query:
            call = replace(call, request=replace(call.request, target=f"{call.request.target}?enterprise_project_id=0"))
        return await super().list_clusters(call)
