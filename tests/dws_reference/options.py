"""The options of `dws-reference`: what each sets, and which values it accepts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from dws_reference.testing import injected

_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_CLUSTER_NAME = "[A-Za-z][A-Za-z0-9_-]{3,63}"


class Option(NamedTuple):
    """One option: the setting it fills, its help, and how its text becomes a value.

    `separator`: the option may be repeated; in a variable, this separates its values. `alone`: its value if it is given
    without one.
    """

    name: str
    metavar: str
    help: str
    convert: Callable[[str], Any]
    separator: str = ""
    alone: str | None = None

    @property
    def flag(self) -> str:
        """Its name on the command line, with underscores."""
        return self.name.removesuffix("s") if self.separator else self.name


def _text(value: str) -> str:
    if not value or not value.isascii() or not value.isprintable():
        raise ValueError("must be printable ASCII")
    return value


def _secret(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return value


def _number(least: int, most: int) -> Callable[[str], int]:
    def convert(value: str) -> int:
        if not (value.isdecimal() and value.isascii() and least <= int(value[:9]) <= most):
            raise ValueError(f"must be a number from {least} to {most}, not {value!a}")
        return int(value)

    return convert


def _seconds(value: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,3})?", value):
        raise ValueError(f"must be seconds such as 90 or 0.5, not {value!a}")
    return float(value)


def _choice(*choices: str) -> Callable[[str], str]:
    def convert(value: str) -> str:
        if value not in choices:
            raise ValueError(f"must be {' or '.join(choices)}, not {value!a}")
        return value

    return convert


def _project(value: str) -> str:
    if not re.fullmatch(f"[0-9a-f]{{32}}|{_UUID}", value) or value != value.lower():
        raise ValueError(f"must be 32 hexadecimal digits or a UUID, in lower case, not {value!a}")
    return value


def _hosts(value: str) -> tuple[str, ...]:
    for host in value.split(","):
        if not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+", host):
            raise ValueError(f"must be a host's name or address without a port, not {host!a}")
    return tuple(value.lower().split(","))


def _origins(value: str) -> tuple[str, ...]:
    for origin in value.split(","):
        if not re.fullmatch(r"\*|[a-z][a-z0-9+.-]*://[!-+\--.0-~]+", origin):
            raise ValueError(f"must be an origin such as http://localhost:5173, or *, not {origin!a}")
    return tuple(value.split(","))


def _faults(value: str) -> tuple[injected.Fault, ...]:
    return tuple(injected.parse(text) for text in value.split(";"))


def _clusters(value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for given in value.split(","):
        id_, equals, name = given.partition("=")
        if not re.fullmatch(_UUID, id_):
            raise ValueError(f"must be a UUID, not {id_!a}")
        if equals and not re.fullmatch(_CLUSTER_NAME, name):
            raise ValueError(f"a name must be 4 to 64 letters, digits, - and _, and begin with a letter, not {name!a}")
        name = name or f"dws-{id_.lower()}"
        if name.lower() in (taken.lower() for other, taken in found.items() if other != id_.lower()):
            raise ValueError(f"two clusters are named {name}")
        found[id_.lower()] = name
    return found


OPTIONS = (
    Option("host", "HOST", "address to listen on (127.0.0.1)", _text),
    Option("port", "PORT", "port to listen on; 0 picks one (8080)", _number(0, 65535)),
    Option(
        "workers", "N", "number of processes; more than one needs a database that they can share (1)", _number(1, 64)
    ),
    Option("database", "URL", "sqlite:// in memory, sqlite:///FILE, or postgresql+psycopg://… (sqlite://)", _secret),
    Option("project_id", "ID", "the account's project", _project),
    Option("project_name", "NAME", "the project's name, for IAM", _text),
    Option(
        "cluster_ids", "ID[=NAME]", "a cluster of the project, by default named dws-ID; may be repeated", _clusters, ","
    ),
    Option("automated", "N", "how many automated snapshots a new cluster has (1)", _number(0, 1000)),
    Option(
        "creation_time",
        "SECONDS",
        "how long a snapshot or restored cluster is CREATING, such as 90 or 0.5; the same for all processes that share "
        "a database (0)",
        _seconds,
    ),
    Option(
        "edition",
        "YEAR",
        "edition of the API, 2025 or 2023. In that of 2023, offset counts snapshots; sort_key is name, clusterName or "
        "startTime; sort_dir is ASC or DESC; a page holds 50 at most; there is no count, and times have no zone (2025)",
        _choice("2025", "2023"),
    ),
    Option(
        "clock",
        "CLOCK",
        "the clock for snapshots: real, or manual, which moves only through --admin (real)",
        _choice("real", "manual"),
    ),
    Option("faults", "FAULT", "a fault to inject, see below; may be repeated", _faults, ";"),
    Option(
        "admin",
        "FROM",
        "serve /admin, see below; local: on a loopback address only; anywhere: on any address",
        _choice("local", "anywhere"),
        alone="local",
    ),
    Option(
        "allow_hosts",
        "NAME",
        "another name to accept in the Host header, in addition to localhost and loopback addresses; may be repeated. "
        "A service on a loopback address refuses all others, so that no page on the web can reach it",
        _hosts,
        ",",
    ),
    Option(
        "cors", "ORIGIN", "origin of web pages that may call it, such as http://localhost:5173; * for all", _origins
    ),
    Option("access_key", "AK", "the account's access key", _text),
    Option("secret_key", "SK", "the account's secret key", _secret),
    Option("security_token", "TOKEN", "makes the access key a temporary one, valid only with this token", _secret),
    Option("username", "NAME", "the account's user, for IAM", _secret),
    Option("password", "PASSWORD", "the user's password", _secret),
    Option("domain", "NAME", "the user's domain", _secret),
    Option("token_lifetime", "SECONDS", "how long a token is valid (86400)", _number(1, 86400 * 365)),
    Option(
        "read_timeout",
        "SECONDS",
        "how long a client may take to send a request's headers, or to begin with its body (30)",
        _number(1, 60),
    ),
)
