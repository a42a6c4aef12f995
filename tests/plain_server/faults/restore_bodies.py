"""Faults in reading what a restore asks for: name, port, public address and the other members."""

import re
from collections.abc import Mapping

from ..bodies import Members
from ..refusal import bad
from ..server import Service
from ..wire import Request
from .catalogue import breaks, plant


class _RestoreNames(Service):
    """Accepts and refuses names of clusters by a pattern of its own."""

    cluster_name = re.compile("[A-Za-z][A-Za-z0-9_-]{3,63}")

    def check_cluster_name(self, name: str) -> None:
        if not self.cluster_name.fullmatch(name):
            raise bad("restore.name: the cluster name pattern is invalid.", "DWS.5057")


class _RestoreIgnores(Service):
    """Takes a restore for one without some member, if `ignored` says so of its value."""

    ignored_member = ""

    def ignored(self, value: object) -> bool:
        return True

    def restore(self, document: object) -> Members:
        match document:
            case {"restore": dict(restore)} if self.ignored_member in restore:
                if self.ignored(restore[self.ignored_member]):
                    del restore[self.ignored_member]
        return super().restore(document)


class _RestoreRefuses(Service):
    """Refuses a restore in which a member has a value that is allowed, or is absent (None)."""

    refused_values: Mapping[str, object] = {}

    def restore(self, document: object) -> Members:
        restore = super().restore(document)
        public_ip = restore.get("public_ip")
        flat = {**restore, **public_ip} if isinstance(public_ip, dict) else restore
        if any(flat.get(member) == value for member, value in self.refused_values.items()):
            raise bad("restore: a member has a wrong value.")
        return restore


plant(
    _RestoreNames,
    {
        f"RestoreName{title}": (
            f"A cluster's name {sentence}.",
            ("restore-name",),
            {"cluster_name": re.compile(pattern)},
        )
        for title, sentence, pattern in (
            ("Of3Accepted", "of 3 characters is accepted", "[A-Za-z][A-Za-z0-9_-]{2,63}"),
            ("Of4Refused", "of 4 characters is refused", "[A-Za-z][A-Za-z0-9_-]{4,63}"),
            ("Of64Refused", "of 64 characters is refused", "[A-Za-z][A-Za-z0-9_-]{3,62}"),
            ("Of65Accepted", "of 65 characters is accepted", "[A-Za-z][A-Za-z0-9_-]{3,64}"),
            ("DigitFirstAccepted", "that starts with a digit is accepted", "[A-Za-z0-9][A-Za-z0-9_-]{3,63}"),
            ("HyphenFirstAccepted", "that starts with a hyphen is accepted", "[A-Za-z-][A-Za-z0-9_-]{3,63}"),
            ("CapitalFirstRefused", "that starts with a capital letter is refused", "[a-z][A-Za-z0-9_-]{3,63}"),
            ("UnderscoreRefused", "with an underscore is refused", "[A-Za-z][A-Za-z0-9-]{3,63}"),
            ("DotAccepted", "with a dot is accepted", "[A-Za-z][A-Za-z0-9._-]{3,63}"),
            ("SpaceAccepted", "with a space is accepted", "[A-Za-z][A-Za-z0-9 _-]{3,63}"),
            ("NonAsciiAccepted", "with letters outside ASCII is accepted", r"[^\W\d_][\w-]{3,63}"),
            ("TrailingLineFeedAccepted", "that ends in a line feed is accepted", "[A-Za-z][A-Za-z0-9_-]{3,63}\n?"),
            ("EmptyAccepted", "that is empty is accepted", "([A-Za-z][A-Za-z0-9_-]{3,63})?"),
        )
    },
)
plant(
    _RestoreRefuses,
    {
        "RestorePort8000Refused": ("The port 8000 is refused.", ("restore-port",), {"refused_values": {"port": 8000}}),
        "RestorePort30000Refused": (
            "The port 30000 is refused.",
            ("restore-port",),
            {"refused_values": {"port": 30000}},
        ),
        "RestorePortMissingRefused": (
            "A restore without a port is refused.",
            ("restore-port", "restore-members", "restore-accepted"),
            {"refused_values": {"port": None}},
        ),
        **{
            f"Restore{title}Refused": (
                f"The `public_bind_type` {value} is refused.",
                ("restore-public-ip",),
                {"refused_values": {"public_bind_type": value}},
            )
            for title, value in (
                ("AutoAssign", "auto_assign"),
                ("NotUse", "not_use"),
                ("BindExisting", "bind_existing"),
            )
        },
        **{
            f"Restore{title}MissingRefused": (
                f"A restore without `{member}` is refused.",
                ("restore-members", "restore-accepted"),
                {"refused_values": {member: None}},
            )
            for title, member in (("Subnet", "subnet_id"), ("Zone", "availability_zone"))
        },
    },
)
plant(
    _RestoreIgnores,
    {
        f"Restore{title}": (f"{sentence} is accepted.", (clause,), {"ignored_member": member, "ignored": ignored})
        for title, sentence, clause, member, ignored in (
            ("Port7999Accepted", "The port 7999", "restore-port", "port", lambda self, port: port == 7999),
            ("Port30001Accepted", "The port 30001", "restore-port", "port", lambda self, port: port == 30001),
            ("PortZeroAccepted", "The port 0", "restore-port", "port", lambda self, port: port == 0),
            (
                "PortStringAccepted",
                "A port in a string",
                "restore-port",
                "port",
                lambda self, port: isinstance(port, str),
            ),
            ("PortTrueAccepted", "A port that is true", "restore-port", "port", lambda self, port: port is True),
            (
                "PortFractionAccepted",
                "A port with a fraction",
                "restore-port",
                "port",
                lambda self, port: isinstance(port, float) and not port.is_integer(),
            ),
            (
                "PublicIpStringAccepted",
                "A `public_ip` that is a string",
                "restore-public-ip",
                "public_ip",
                lambda self, public_ip: isinstance(public_ip, str),
            ),
            (
                "PublicIpArrayAccepted",
                "A `public_ip` that is an array",
                "restore-public-ip",
                "public_ip",
                lambda self, public_ip: isinstance(public_ip, list),
            ),
            ("PublicIpUnchecked", "Any `public_ip`", "restore-public-ip", "public_ip", lambda self, public_ip: True),
            ("SubnetUnchecked", "Any `subnet_id`", "restore-members", "subnet_id", lambda self, subnet: True),
            (
                "CoordinatorsStringAccepted",
                "A `number_of_cn` in a string",
                "restore-members",
                "number_of_cn",
                lambda self, number: isinstance(number, str),
            ),
            (
                "CoordinatorsFractionAccepted",
                "A `number_of_cn` with a fraction",
                "restore-members",
                "number_of_cn",
                lambda self, number: isinstance(number, float) and not number.is_integer(),
            ),
            ("Ipv6Unchecked", "Any `ipv6_enable`", "restore-members", "ipv6_enable", lambda self, ipv6: True),
        )
    },
)


class _Coordinators(Service):
    """Has other bounds of `number_of_cn`."""


plant(
    _Coordinators,
    {
        f"RestoreCoordinators{title}": (f"A `number_of_cn` of {sentence}.", ("restore-members",), values)
        for title, sentence, values in (
            ("2Accepted", "2 is accepted", {"coordinators_min": 2}),
            ("3Refused", "3 is refused", {"coordinators_min": 4}),
            ("21Accepted", "21 is accepted", {"coordinators_max": 21}),
        )
    },
)


class _PublicIpRefuses(Service):
    """Refuses a value of a member of `public_ip` that is allowed."""

    refused_member = ""
    refused_value: object = ""

    def check_public_ip(self, restore: Members) -> None:
        super().check_public_ip(restore)
        public_ip = restore.get("public_ip")
        if isinstance(public_ip, dict) and public_ip.get(self.refused_member, ...) == self.refused_value:
            raise bad(f"restore.public_ip.{self.refused_member}: not allowed.")


plant(
    _PublicIpRefuses,
    {
        f"Restore{title}Refused": (
            f"A `{member}` that is {word} is refused.",
            ("restore-public-ip",),
            {"refused_member": member, "refused_value": value},
        )
        for title, member, word, value in (
            ("BindTypeEmpty", "public_bind_type", "empty", ""),
            ("BindTypeNull", "public_bind_type", "null", None),
            ("EipIdEmpty", "eip_id", "empty", ""),
            ("EipIdNull", "eip_id", "null", None),
        )
    },
)


@breaks("restore-public-ip")
class RestoreEipIdUnchecked(Service):
    """An `eip_id` of any type is accepted."""

    def is_eip_id(self, eip_id: object) -> bool:
        return True


@breaks("restore-public-ip")
class RestoreBindTypeUnchecked(Service):
    """A `public_bind_type` of any name is accepted."""

    def is_bind_type(self, bind_type: object) -> bool:
        return isinstance(bind_type, str | None)


@breaks("restore-public-ip")
class RestoreBindTypeCaseIgnored(Service):
    """A `public_bind_type` in capital letters is accepted."""

    def is_bind_type(self, bind_type: object) -> bool:
        return super().is_bind_type(bind_type.lower() if isinstance(bind_type, str) else bind_type)


@breaks("restore-name")
class RestoreNameMissingAccepted(Service):
    """A restore without a name is accepted: the cluster is called by the service."""

    def restore_name(self, restore: Members) -> str:
        return super().restore_name({"name": "dws-restored", **restore})


@breaks("restore-name", "no-server-error")
class RestoreNameMissing500(Service):
    """A restore without a name is answered with 500."""

    def restore_name(self, restore: Members) -> str:
        return super().restore_name({**restore, "name": restore["name"]})


@breaks("restore-name")
class RestoreNameNumberAccepted(Service):
    """A cluster's name that is a number is accepted."""

    def restore_name(self, restore: Members) -> str:
        return "dws-restored" if isinstance(restore.get("name"), float) else super().restore_name(restore)


@breaks("restore-members")
class RestoreUnwrapped(Service):
    """A restore whose members stand without `restore` around them is accepted."""

    def restore(self, document: object) -> Members:
        return super().restore({"restore": document} if isinstance(document, dict) and "name" in document else document)


@breaks("restore-members", "no-server-error")
class RestoreMissing500(Service):
    """A body without `restore` is answered with 500."""

    def restore(self, document: object) -> Members:
        return super().restore({**document, "restore": document["restore"]} if isinstance(document, dict) else document)


@breaks("restore-members", "no-server-error")
class RestoreNull500(Service):
    """A `restore` that is null is answered with 500."""

    def restore(self, document: object) -> Members:
        if isinstance(document, dict) and document.get("restore", "") is None:
            raise AttributeError("'NoneType' object has no attribute 'get'")
        return super().restore(document)


@breaks("media-type-wrong")
class RestoreMediaTypeUnchecked(Service):
    """The body of a restore is read whatever it is sent as."""

    def read_restore(self, request: Request) -> str:
        return self.restore_name(self.restore(self.document(request)))
