"""The parameters of requests for existing snapshots: IDs in paths, the query of a page, bodies of restore and copy."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from .bodies import Bodies, Draft, Members
from .refusal import bad
from .wire import Request

ALL = 10**9
SORT_KEYS = {
    **{key: key for key in ("started", "finished", "name", "size", "status")},
    "startTime": "started",
    "clusterName": "cluster_id",
}
SORT_DIRS = frozenset({"asc", "desc", "ASC", "DESC"})
BIND_TYPES = frozenset({"auto_assign", "not_use", "bind_existing", "", None})
PUBLIC_IP = frozenset({"public_bind_type", "eip_id", "ip_type", "eip_address", "band_width", "status", "error_message"})
RESTORE_TEXTS = ("subnet_id", "security_group_id", "vpc_id", "availability_zone", "enterprise_project_id")


@dataclass(frozen=True, slots=True)
class Page:
    """The requested page: `offset` pages of `limit` snapshots come before it. sort_key: the member to sort by."""

    limit: int
    offset: int
    sort_key: str
    sort_dir: str


class Parameters(Bodies):
    """Reads the parameters of requests for an existing snapshot or cluster."""

    limit_min = 1
    limit_max = 10**20
    limit_default = ALL
    offset_min = 0
    offset_max = 10**20
    port_min = 8000
    port_max = 30000
    coordinators_min = 3
    coordinators_max = 20

    # Path

    def snapshot_id(self, given: str) -> str:
        """Return the snapshot ID of the path: a UUID in either case (decision 3)."""
        if not self.is_uuid(given):
            raise bad("snapshot_id: not a UUID.", "DWS.5149")
        return given.lower()

    def path_cluster_id(self, given: str) -> str:
        """Return the cluster ID of the path: a UUID in either case (decision 3)."""
        if not self.is_uuid(given):
            raise bad("cluster_id: not a UUID.", "DWS.5064")
        return given.lower()

    # Query

    def page(self, request: Request) -> Page:
        """Return the page that the query asks for (decision 13)."""
        query = dict(parse_qsl(request.query, keep_blank_values=True))
        return Page(
            self.limit(query.get("limit")), self.offset(query.get("offset")), self.sort_key(query), self.sort_dir(query)
        )

    def limit(self, given: str | None) -> int:
        """Return how many snapshots a page contains at most: all if no limit is given."""
        return self.limit_default if given is None else self.number("limit", given, self.limit_min, self.limit_max)

    def offset(self, given: str | None) -> int:
        """Return the number of the page."""
        return 0 if given is None else self.number("offset", given, self.offset_min, self.offset_max)

    def number(self, name: str, given: str, least: int, most: int) -> int:
        """Return the number of a parameter in decimal digits."""
        if not re.fullmatch("[0-9]{1,20}", given) or not least <= int(given) <= most:
            raise bad(f"{name}: a number from {least} to {most} is needed.")
        return int(given)

    def sort_key(self, query: dict[str, str]) -> str:
        """Return the member that the snapshots are sorted by: a key that is not known may be refused."""
        key = query.get("sort_key", "started")
        if key not in SORT_KEYS:
            raise bad(f"sort_key: one of {', '.join(sorted(SORT_KEYS))} is needed.")
        return SORT_KEYS[key]

    def sort_dir(self, query: dict[str, str]) -> str:
        """Return the direction in which they are sorted."""
        direction = query.get("sort_dir", "desc")
        if direction not in SORT_DIRS:
            raise bad("sort_dir: asc or desc is needed.")
        return direction.lower()

    # Restore

    def read_restore(self, request: Request) -> str:
        """Return the name of the cluster that the body asks for."""
        self.check_media_type(request)
        return self.restore_name(self.restore(self.document(request)))

    def restore(self, document: object) -> Members:
        """Return the members of the object `restore`, each checked but for its name."""
        if not isinstance(document, dict):
            raise bad("The body is not an object.")
        restore = document.get("restore")
        if not isinstance(restore, dict):
            raise bad("restore: mandatory and an object.")
        self.check_members(document, {"restore"})
        self.check_members(restore, {"name", "port", "public_ip", "ipv6_enable", "number_of_cn", *RESTORE_TEXTS})
        self.check_port(restore)
        self.check_coordinators(restore)
        self.check_public_ip(restore)
        self.check_other_members(restore)
        return restore

    def restore_name(self, restore: Members) -> str:
        """Return the new cluster's name; it keeps the rule of a snapshot's name."""
        name = self.mandatory_string(restore, "name")
        self.check_cluster_name(name)
        return name

    def check_cluster_name(self, name: str) -> None:
        """Refuse a cluster's name that breaks the rule."""
        self.check_name(name)

    def check_port(self, restore: Members) -> None:
        """Refuse a port that is no integer from 8000 to 30000. Numbers are floats here; 8000.0 is an integer."""
        if "port" in restore and not self.is_port(restore["port"]):
            raise bad("restore.port: an integer from 8000 to 30000 is needed.")

    def is_port(self, port: object) -> bool:
        """Return whether this is a port."""
        return isinstance(port, float) and port.is_integer() and self.port_min <= port <= self.port_max

    def check_coordinators(self, restore: Members) -> None:
        """Refuse a number of coordinators that is no integer from 3 to 20."""
        number = restore.get("number_of_cn", 3.0)
        if not isinstance(number, float) or not number.is_integer():
            raise bad("restore.number_of_cn: not an integer.")
        if not self.coordinators_min <= number <= self.coordinators_max:
            raise bad("restore.number_of_cn: a number from 3 to 20 is needed.")

    def check_public_ip(self, restore: Members) -> None:
        """Refuse a public address that is no object of the declared members."""
        public_ip = restore.get("public_ip", {})
        if not isinstance(public_ip, dict):
            raise bad("restore.public_ip: not an object.")
        self.check_members(public_ip, PUBLIC_IP)
        if not self.is_bind_type(public_ip.get("public_bind_type")):
            raise bad("restore.public_ip.public_bind_type: one of auto_assign, not_use and bind_existing is needed.")
        if not self.is_eip_id(public_ip.get("eip_id")):
            raise bad("restore.public_ip.eip_id: not a string.")
        for member in ("ip_type", "eip_address", "status", "error_message"):
            if not isinstance(public_ip.get(member, ""), str):
                raise bad(f"restore.public_ip.{member}: not a string.")
        width = public_ip.get("band_width", 1.0)
        if not isinstance(width, float) or not width.is_integer():
            raise bad("restore.public_ip.band_width: not an integer.")

    def is_bind_type(self, bind_type: object) -> bool:
        """Return whether this is a way to get a public address."""
        return isinstance(bind_type, str | None) and bind_type in BIND_TYPES

    def is_eip_id(self, eip_id: object) -> bool:
        """Return whether this names a public address, or none."""
        return isinstance(eip_id, str | None)

    def check_other_members(self, restore: Members) -> None:
        """Refuse members of another type."""
        for member in RESTORE_TEXTS:
            if not isinstance(restore.get(member, ""), str):
                raise bad(f"restore.{member}: not a string.")
        if not isinstance(restore.get("ipv6_enable", False), bool):
            raise bad("restore.ipv6_enable: neither true nor false.")

    # Copy

    def read_copy(self, request: Request) -> Draft:
        """Return the requested copy. Its cluster is that of its source."""
        self.check_media_type(request)
        document = self.document(request)
        if not isinstance(document, dict):
            raise bad("The body is not an object.")
        self.check_members(document, {"backup_name", "description"})
        return Draft(self.copy_name(document), "", self.copy_description(document))

    def copy_name(self, document: Members) -> str:
        """Return the copy's name; it keeps the rules of a snapshot's name (decision 14)."""
        name = self.mandatory_string(document, "backup_name")
        self.check_copy_name(name)
        return name

    def check_copy_name(self, name: str) -> None:
        """Refuse a copy's name that breaks a rule."""
        self.check_name(name)

    def copy_description(self, document: Members) -> str:
        """Return the copy's description; it keeps the rules of a snapshot's description (decision 14)."""
        return self.description(document)
