"""Faults in reading the body of a restore: name, port, public address and the other members."""

import re
from collections.abc import Mapping

from ..bodies import Members
from ..refusal import bad
from ..server import Service
from ..witnesses.asking import CREATE
from ..witnesses.steps import created, on, restore, restoring
from ..witnesses.witness import Witness, accepted, refused
from .catalogue import breaks, plant


def _refused(wrong: int = 200, **members: object) -> Witness:
    return refused(CREATE, restoring(created(), **members), wrong=wrong)


def _accepted(**members: object) -> Witness:
    return accepted(CREATE, restoring(created(), **members))


def _body(body: bytes, wrong: int = 200) -> Witness:
    return refused(CREATE, on(created(), restore().replacing(restore().body, body)), wrong=wrong)


class _RestoreNames(Service):
    """Checks names of clusters with another pattern."""

    cluster_name = re.compile("[A-Za-z][A-Za-z0-9_-]{3,63}")

    def check_cluster_name(self, name: str) -> None:
        if not self.cluster_name.fullmatch(name):
            raise bad("restore.name: the cluster name pattern is invalid.", "DWS.5057")


class _RestoreIgnores(Service):
    """Ignores a member of a restore if `ignored` is true for its value."""

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
    """Refuses a restore because of an allowed value of a member, or because the member is absent (None)."""

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
            ("name-ascii" if title in ("NonAsciiAccepted", "TrailingLineFeedAccepted") else "restore-name",),
            witness,
            {"cluster_name": re.compile(pattern)},
        )
        for title, sentence, pattern, witness in (
            ("Of3Accepted", "of 3 characters is accepted", "[A-Za-z][A-Za-z0-9_-]{2,63}", _refused(name="abc")),
            ("Of4Refused", "of 4 characters is refused", "[A-Za-z][A-Za-z0-9_-]{4,63}", _accepted(name="abcd")),
            ("Of64Refused", "of 64 characters is refused", "[A-Za-z][A-Za-z0-9_-]{3,62}", _accepted(name="a" * 64)),
            ("Of65Accepted", "of 65 characters is accepted", "[A-Za-z][A-Za-z0-9_-]{3,64}", _refused(name="a" * 65)),
            (
                "DigitFirstAccepted",
                "that starts with a digit is accepted",
                "[A-Za-z0-9][A-Za-z0-9_-]{3,63}",
                _refused(name="1abc"),
            ),
            (
                "HyphenFirstAccepted",
                "that starts with a hyphen is accepted",
                "[A-Za-z-][A-Za-z0-9_-]{3,63}",
                _refused(name="-abc"),
            ),
            (
                "CapitalFirstRefused",
                "that starts with a capital letter is refused",
                "[a-z][A-Za-z0-9_-]{3,63}",
                _accepted(name="Abcd"),
            ),
            (
                "UnderscoreRefused",
                "with an underscore is refused",
                "[A-Za-z][A-Za-z0-9-]{3,63}",
                _accepted(name="ab_c"),
            ),
            ("DotAccepted", "with a dot is accepted", "[A-Za-z][A-Za-z0-9._-]{3,63}", _refused(name="ab.c")),
            ("SpaceAccepted", "with a space is accepted", "[A-Za-z][A-Za-z0-9 _-]{3,63}", _refused(name="ab c")),
            (
                "NonAsciiAccepted",
                "with letters outside ASCII is accepted",
                r"[^\W\d_][\w-]{3,63}",
                _refused(name="abcé"),
            ),
            (
                "TrailingLineFeedAccepted",
                "that ends in a line feed is accepted",
                "[A-Za-z][A-Za-z0-9_-]{3,63}\n?",
                _refused(name="abcd\n"),
            ),
            ("EmptyAccepted", "that is empty is accepted", "([A-Za-z][A-Za-z0-9_-]{3,63})?", _refused(name="")),
        )
    },
)
plant(
    _RestoreRefuses,
    {
        **{
            f"RestorePort{port}Refused": (
                f"The port {port} is refused.",
                ("restore-port",),
                _accepted(port=port),
                {"refused_values": {"port": port}},
            )
            for port in (8000, 30000)
        },
        "RestorePortMissingRefused": (
            "A restore without a port is refused.",
            ("restore-port", "restore-members", "restore-accepted"),
            _accepted(),
            {"refused_values": {"port": None}},
        ),
        **{
            f"Restore{title}Refused": (
                f"The `public_bind_type` {value} is refused.",
                ("restore-public-ip",),
                _accepted(public_ip={"public_bind_type": value}),
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
                _accepted(),
                {"refused_values": {member: None}},
            )
            for title, member in (("Subnet", "subnet_id"), ("Zone", "availability_zone"))
        },
    },
)
plant(
    _RestoreIgnores,
    {
        f"Restore{title}": (
            f"{sentence} is accepted.",
            (clause,),
            witness,
            {"ignored_member": member, "ignored": ignored},
        )
        for title, sentence, clause, member, ignored, witness in (
            (
                "Port7999Accepted",
                "The port 7999",
                "restore-port",
                "port",
                lambda self, port: port == 7999,
                _refused(port=7999),
            ),
            (
                "Port30001Accepted",
                "The port 30001",
                "restore-port",
                "port",
                lambda self, port: port == 30001,
                _refused(port=30001),
            ),
            ("PortZeroAccepted", "The port 0", "restore-port", "port", lambda self, port: port == 0, _refused(port=0)),
            (
                "PortStringAccepted",
                "A port in a string",
                "restore-port",
                "port",
                lambda self, port: isinstance(port, str),
                _refused(port="8000"),
            ),
            (
                "PortTrueAccepted",
                "A port that is true",
                "restore-port",
                "port",
                lambda self, port: port is True,
                _refused(port=True),
            ),
            (
                "PortFractionAccepted",
                "A port with a fraction",
                "restore-port",
                "port",
                lambda self, port: isinstance(port, float) and not port.is_integer(),
                _refused(port=8000.5),
            ),
            (
                "PublicIpStringAccepted",
                "A `public_ip` that is a string",
                "restore-public-ip",
                "public_ip",
                lambda self, public_ip: isinstance(public_ip, str),
                _refused(public_ip="auto_assign"),
            ),
            (
                "PublicIpArrayAccepted",
                "A `public_ip` that is an array",
                "restore-public-ip",
                "public_ip",
                lambda self, public_ip: isinstance(public_ip, list),
                _refused(public_ip=[]),
            ),
            (
                "PublicIpUnchecked",
                "Any `public_ip`",
                "restore-public-ip",
                "public_ip",
                lambda self, public_ip: True,
                _refused(public_ip=1),
            ),
            (
                "SubnetUnchecked",
                "Any `subnet_id`",
                "restore-members",
                "subnet_id",
                lambda self, subnet: True,
                _refused(subnet_id=1),
            ),
            (
                "CoordinatorsStringAccepted",
                "A `number_of_cn` in a string",
                "restore-members",
                "number_of_cn",
                lambda self, number: isinstance(number, str),
                _refused(number_of_cn="3"),
            ),
            (
                "CoordinatorsFractionAccepted",
                "A `number_of_cn` with a fraction",
                "restore-members",
                "number_of_cn",
                lambda self, number: isinstance(number, float) and not number.is_integer(),
                _refused(number_of_cn=3.5),
            ),
            (
                "Ipv6Unchecked",
                "Any `ipv6_enable`",
                "restore-members",
                "ipv6_enable",
                lambda self, ipv6: True,
                _refused(ipv6_enable="false"),
            ),
        )
    },
)


class _Coordinators(Service):
    """Has other bounds of `number_of_cn`."""


plant(
    _Coordinators,
    {
        f"RestoreCoordinators{title}": (f"A `number_of_cn` of {sentence}.", ("restore-members",), witness, values)
        for title, sentence, values, witness in (
            ("2Accepted", "2 is accepted", {"coordinators_min": 2}, _refused(number_of_cn=2)),
            ("3Refused", "3 is refused", {"coordinators_min": 4}, _accepted(number_of_cn=3)),
            ("21Accepted", "21 is accepted", {"coordinators_max": 21}, _refused(number_of_cn=21)),
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
            _accepted(public_ip={member: value}),
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


@breaks("restore-public-ip", shown_by=_refused(public_ip={"eip_id": 1}))
class RestoreEipIdUnchecked(Service):
    """An `eip_id` of any type is accepted."""

    def is_eip_id(self, eip_id: object) -> bool:
        return True


@breaks("restore-public-ip", shown_by=_refused(public_ip={"public_bind_type": "any"}))
class RestoreBindTypeUnchecked(Service):
    """A `public_bind_type` of any name is accepted."""

    def is_bind_type(self, bind_type: object) -> bool:
        return isinstance(bind_type, str | None)


@breaks("restore-public-ip", shown_by=_refused(public_ip={"public_bind_type": "NOT_USE"}))
class RestoreBindTypeCaseIgnored(Service):
    """A `public_bind_type` in capital letters is accepted."""

    def is_bind_type(self, bind_type: object) -> bool:
        return super().is_bind_type(bind_type.lower() if isinstance(bind_type, str) else bind_type)


@breaks("restore-name", shown_by=_body(b'{"restore": {}}'))
class RestoreNameMissingAccepted(Service):
    """A restore without a name is accepted: the service makes one up."""

    def restore_name(self, restore: Members) -> str:
        return super().restore_name({"name": "dws-restored", **restore})


@breaks("restore-name", "no-server-error", shown_by=_body(b'{"restore": {}}', 500))
class RestoreNameMissing500(Service):
    """A restore without a name is answered with 500."""

    def restore_name(self, restore: Members) -> str:
        return super().restore_name({**restore, "name": restore["name"]})


@breaks("restore-name", shown_by=_refused(name=4))
class RestoreNameNumberAccepted(Service):
    """A cluster's name that is a number is accepted."""

    def restore_name(self, restore: Members) -> str:
        return "dws-restored" if isinstance(restore.get("name"), float) else super().restore_name(restore)


@breaks("restore-members", shown_by=_body(b'{"name": "dws-restored"}'))
class RestoreUnwrapped(Service):
    """A restore whose members have no `restore` around them is accepted."""

    def restore(self, document: object) -> Members:
        return super().restore({"restore": document} if isinstance(document, dict) and "name" in document else document)


@breaks("restore-members", "no-server-error", shown_by=_body(b"{}", 500))
class RestoreMissing500(Service):
    """A body without `restore` is answered with 500."""

    def restore(self, document: object) -> Members:
        return super().restore({**document, "restore": document["restore"]} if isinstance(document, dict) else document)


@breaks("restore-members", "no-server-error", shown_by=_body(b'{"restore": null}', 500))
class RestoreNull500(Service):
    """A `restore` that is null is answered with 500."""

    def restore(self, document: object) -> Members:
        if isinstance(document, dict) and document.get("restore", "") is None:
            raise AttributeError("'NoneType' object has no attribute 'get'")
        return super().restore(document)
