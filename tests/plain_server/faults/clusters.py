"""Faults in the rules of `cluster_id`."""

import re
from abc import abstractmethod
from uuid import UUID

from ..bodies import UUID_GROUPS, Draft, Members
from ..refusal import Refused, bad
from ..server import Service
from ..witnesses.asking import ACCOUNT, UNKNOWN_CLUSTER, create
from ..witnesses.witness import Witness, accepted, answers, refused
from .catalogue import breaks

CLUSTER = ACCOUNT.cluster_id


def _cluster_refused(cluster_id: object, wrong: int = 200) -> Witness:
    return refused(create(cluster_id=cluster_id), wrong=wrong)


def _unknown(wrong: int) -> Witness:
    return answers(404, wrong, create(cluster_id=UNKNOWN_CLUSTER))


class _ReadsForms(Service):
    """Accepts a further form of cluster IDs: `plain` turns it into the contract's form."""

    @abstractmethod
    def plain(self, cluster_id: str) -> str:
        """Return the ID in the contract's form."""

    def cluster_id(self, snapshot: Members) -> str:
        given = snapshot.get("cluster_id")
        return super().cluster_id({**snapshot, "cluster_id": self.plain(given)} if isinstance(given, str) else snapshot)


@breaks("cluster-id-uuid", shown_by=_cluster_refused(UUID(CLUSTER).hex))
class ClusterIdWithoutHyphensAccepted(_ReadsForms):
    """A cluster ID of 32 hexadecimal digits without hyphens is accepted."""

    def plain(self, cluster_id: str) -> str:
        return re.sub("^(.{8})(.{4})(.{4})(.{4})(.{12})$", r"\1-\2-\3-\4-\5", cluster_id)


@breaks("cluster-id-uuid", shown_by=_cluster_refused("{" + CLUSTER + "}"))
class ClusterIdInBracesAccepted(_ReadsForms):
    """A cluster ID in braces is accepted."""

    def plain(self, cluster_id: str) -> str:
        return cluster_id[1:-1] if cluster_id.startswith("{") and cluster_id.endswith("}") else cluster_id


@breaks("cluster-id-uuid", shown_by=_cluster_refused(UUID(CLUSTER).urn))
class ClusterIdUrnAccepted(_ReadsForms):
    """A cluster ID written as `urn:uuid:…` is accepted."""

    def plain(self, cluster_id: str) -> str:
        return cluster_id.removeprefix("urn:uuid:")


@breaks("cluster-id-uuid", shown_by=_cluster_refused(CLUSTER[:-1].replace("-", "") + "-" + CLUSTER[-1]))
class ClusterIdGroupsUnchecked(_ReadsForms):
    """A cluster ID whose 32 digits are grouped in another way is accepted: hyphens are dropped anywhere."""

    def plain(self, cluster_id: str) -> str:
        digits = cluster_id.replace("-", "")
        return str(UUID(digits)) if "-" in cluster_id and re.fullmatch("[0-9A-Fa-f]{32}", digits) else cluster_id


@breaks("cluster-id-uuid", shown_by=_cluster_refused(f" {CLUSTER} "))
class ClusterIdTrimmed(_ReadsForms):
    """White space around a cluster ID is trimmed instead of refused."""

    def plain(self, cluster_id: str) -> str:
        return cluster_id.strip()


@breaks("cluster-id-uuid", shown_by=_cluster_refused(CLUSTER + "\n"))
class ClusterIdTrailingLineFeedAccepted(_ReadsForms):
    """A cluster ID that ends in a line feed is accepted: `$` also matches before it."""

    def plain(self, cluster_id: str) -> str:
        return cluster_id.removesuffix("\n")


@breaks("cluster-id-uuid", shown_by=_cluster_refused(CLUSTER + "0"))
class ClusterIdEndUnchecked(_ReadsForms):
    """The characters after the first 36 of a cluster ID are not checked."""

    def plain(self, cluster_id: str) -> str:
        return cluster_id[:36]


@breaks("cluster-id-uuid", shown_by=_cluster_refused(CLUSTER.replace("4", "\u0664")))
class ClusterIdUnicodeDigitAccepted(_ReadsForms):
    """A cluster ID with a digit outside ASCII is accepted as if it were the ASCII digit."""

    def plain(self, cluster_id: str) -> str:
        return "".join(str(int(character)) if character.isdecimal() else character for character in cluster_id)


@breaks("cluster-id-uuid", "bad-request-status", shown_by=_cluster_refused(CLUSTER.replace("b", "g"), 404))
class ClusterIdDigitsUnchecked(Service):
    """A cluster ID of the right shape with letters beyond f is looked up, and answered with 404."""

    def is_uuid(self, value: str) -> bool:
        return tuple(map(len, value.split("-"))) == UUID_GROUPS and value.replace("-", "").isalnum()


@breaks("cluster-id-uuid", "bad-request-status", shown_by=_cluster_refused(CLUSTER[1:], 404))
class ClusterIdLengthsUnchecked(Service):
    """A cluster ID with a group that is a digit short or long is looked up, and answered with 404."""

    def is_uuid(self, value: str) -> bool:
        return re.fullmatch("[0-9A-Fa-f]+(-[0-9A-Fa-f]+){4}", value) is not None


@breaks("cluster-id-uuid", "bad-request-status", shown_by=_cluster_refused("cluster", 404))
class ClusterIdFormUnchecked(Service):
    """A cluster ID that is no UUID is looked up, and answered with 404."""

    def is_uuid(self, value: str) -> bool:
        return True


@breaks("cluster-id-uuid", "cluster-id-string", shown_by=_cluster_refused(""))
class ClusterIdEmptyAccepted(Service):
    """An empty cluster ID is accepted: the project's first cluster is taken."""

    def cluster_id(self, snapshot: Members) -> str:
        return self.account.cluster_id if snapshot.get("cluster_id") == "" else super().cluster_id(snapshot)


@breaks("cluster-id-string", shown_by=_cluster_refused(...))
class ClusterIdMissingAccepted(Service):
    """A request without a cluster ID is accepted: the project's first cluster is taken."""

    def cluster_id(self, snapshot: Members) -> str:
        return super().cluster_id(snapshot) if "cluster_id" in snapshot else self.account.cluster_id


@breaks("cluster-id-string", "no-server-error", shown_by=_cluster_refused(..., 500))
class ClusterIdMissing500(Service):
    """A request without a cluster ID is answered with 500."""

    def cluster_id(self, snapshot: Members) -> str:
        return super().cluster_id({**snapshot, "cluster_id": snapshot["cluster_id"]})


@breaks("cluster-id-string", shown_by=_cluster_refused(None))
class ClusterIdNullAccepted(Service):
    """A cluster ID that is null is accepted: the project's first cluster is taken."""

    def cluster_id(self, snapshot: Members) -> str:
        return self.account.cluster_id if snapshot.get("cluster_id", "") is None else super().cluster_id(snapshot)


@breaks("cluster-id-string", shown_by=_cluster_refused([CLUSTER]))
class ClusterIdArrayAccepted(Service):
    """A cluster ID in an array of one is accepted: the array is unwrapped."""

    def cluster_id(self, snapshot: Members) -> str:
        match snapshot.get("cluster_id"):
            case [only]:
                return super().cluster_id({**snapshot, "cluster_id": only})
        return super().cluster_id(snapshot)


@breaks("cluster-id-string", "no-server-error", shown_by=_cluster_refused(1, 500))
class ClusterIdType500(Service):
    """A cluster ID that is a number is answered with 500."""

    def cluster_id(self, snapshot: Members) -> str:
        if isinstance(snapshot.get("cluster_id"), float):
            raise TypeError("replace() argument 1 must be str, not float")
        return super().cluster_id(snapshot)


@breaks("cluster-id-string", "bad-request-status", shown_by=_cluster_refused(1, 404))
class ClusterIdType404(Service):
    """A cluster ID that is no string is looked up, and answered with 404."""

    def cluster_id(self, snapshot: Members) -> str:
        given = snapshot.get("cluster_id", "")
        return super().cluster_id(snapshot) if isinstance(given, str) else str(given)


@breaks("cluster-id-case", shown_by=accepted(create(cluster_id=CLUSTER.upper())))
class ClusterIdUppercaseRefused(Service):
    """A cluster ID in upper case is refused as no UUID."""

    def is_uuid(self, value: str) -> bool:
        return super().is_uuid(value) and value == value.lower()


@breaks("cluster-id-case", shown_by=accepted(create(cluster_id=CLUSTER.upper()), wrong=404))
class ClusterIdUppercaseUnknown(Service):
    """A cluster ID in upper case is answered with 404: it is compared with case."""

    def cluster_exists(self, cluster_id: str) -> bool:
        return cluster_id in self.clusters


@breaks("cluster-unknown", shown_by=_unknown(200))
class ClusterUnknownAccepted(Service):
    """The UUID of an unknown cluster is accepted."""

    def check_cluster(self, draft: Draft) -> None:
        return


@breaks("cluster-unknown", shown_by=_unknown(400))
class ClusterUnknown400(Service):
    """The UUID of an unknown cluster is answered with 400."""

    def no_cluster(self) -> Refused:
        return bad("snapshot.cluster_id: no such cluster.")


@breaks("cluster-unknown", shown_by=_unknown(403))
class ClusterUnknown403(Service):
    """The UUID of an unknown cluster is answered with 403."""

    def no_cluster(self) -> Refused:
        return Refused(403, "DWS.0015", "Resource not found or permission denied.")


@breaks("cluster-unknown", "no-server-error", shown_by=_unknown(500))
class ClusterUnknown500(Service):
    """The UUID of an unknown cluster is answered with 500."""

    def no_cluster(self) -> Refused:
        return Refused(500, "DWS.9999", "Server failure.")


@breaks(
    "cluster-unknown",
    "cluster-id-uuid",
    shown_by=answers(404, 400, create(cluster_id=UNKNOWN_CLUSTER.replace("4677", "1677"))),
)
class ClusterIdOtherVersionsRefused(Service):
    """A UUID of another version than 4 is refused as no UUID, though the contract takes any 32 digits."""

    def is_uuid(self, value: str) -> bool:
        return super().is_uuid(value) and UUID(value).version == 4


@breaks("cluster-unknown", shown_by=answers(404, 200, create(cluster_id=CLUSTER[:8] + UNKNOWN_CLUSTER[8:])))
class ClusterCompareCutShort(Service):
    """A UUID with the same first group as the ID of the project's cluster is accepted as that ID."""

    def cluster_exists(self, cluster_id: str) -> bool:
        return super().cluster_exists(cluster_id) or cluster_id.lower().startswith(self.account.cluster_id[:8])
