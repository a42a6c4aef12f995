"""The command `dws-reference`."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, NoReturn

from dws_reference import demo
from dws_reference.settings import Settings
from dws_reference.testing import faults

PREFIX = "DWS_REFERENCE_"

_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

_CLUSTER_NAME = "[A-Za-z][A-Za-z0-9_-]{3,63}"

_DESCRIPTION = """\
Serve the snapshot API of openapi.yaml, and IAM's POST /v3/auth/tokens, from a database of your own.
Prints one line on standard output when it answers: Listening on http://HOST:PORT
SIGTERM or Ctrl-C ends it once the requests in flight are answered."""

_EPILOG = f"""\
Every option may be given as a variable instead, so that no secret stands in the shell's history:
{PREFIX}SECRET_KEY for --secret-key, and so on. {PREFIX}CLUSTER_ID may name several, separated by commas,
{PREFIX}FAULT by semicolons.

A fault is KIND[,seconds=S][,probability=P][,count=N][,operation=OPERATION_ID]. Its kind:
  latency        the answer is S seconds late
  unavailable    503, and nothing was done
  reset-before   the connection is reset without an answer, and nothing was done
  reset-after    the same once the operation has been carried out
It strikes each request of every operation unless it says how likely (0 to 1), how often at most, and which.
Example: --fault latency,seconds=0.2 --fault reset-after,probability=0.1,operation=createSnapshot

With --admin, and the same credentials as for the API, a test may use:
  GET    /admin/clock                what time it is for snapshots
  POST   /admin/clock                {{"advance": SECONDS}}: move --clock manual on
  POST   /admin/snapshots/ID/fail    make a snapshot UNAVAILABLE
  GET    /admin/clusters/ID          a cluster, and what its restore asked for
  GET    /admin/faults               the faults that may still strike
  POST   /admin/faults               {{"kind": "latency", "seconds": 0.2}}: one more
  DELETE /admin/faults               none any more

The demo account, which is no secret:
  project     {demo.PROJECT_ID}  {demo.PROJECT_NAME}
  cluster     {demo.CLUSTER_ID}
  access key  {demo.ACCESS_KEY}
  secret key  {demo.SECRET_KEY}
  user        {demo.USERNAME}  of domain {demo.DOMAIN}
  password    {demo.PASSWORD}

Exit status: 0 it ended as asked, 1 it failed, 2 it could not start."""


class Option(NamedTuple):
    """One option: the setting it fills, how it is shown, and how its text becomes a value.

    `separator`: it may be repeated, and this stands between its values in a variable. `alone`: its value where it is
    given without one.
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
        raise ValueError("printable ASCII is needed")
    return value


def _secret(value: str) -> str:
    if not value:
        raise ValueError("it must not be empty")
    return value


def _number(least: int, most: int) -> Callable[[str], int]:
    def convert(value: str) -> int:
        if not (value.isdecimal() and value.isascii() and least <= int(value[:9]) <= most):
            raise ValueError(f"a number from {least} to {most} is needed, {value!a} was given")
        return int(value)

    return convert


def _seconds(value: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,3})?", value):
        raise ValueError(f"seconds such as 90 or 0.5 are needed, {value!a} was given")
    return float(value)


def _choice(*choices: str) -> Callable[[str], str]:
    def convert(value: str) -> str:
        if value not in choices:
            raise ValueError(f"{' or '.join(choices)} is needed, {value!a} was given")
        return value

    return convert


def _project(value: str) -> str:
    if not re.fullmatch(f"[0-9a-f]{{32}}|{_UUID}", value) or value != value.lower():
        raise ValueError(f"32 hexadecimal digits or a UUID, in lower case, are needed, {value!a} was given")
    return value


def _faults(value: str) -> tuple[faults.Fault, ...]:
    return tuple(faults.parse(text) for text in value.split(";"))


def _clusters(value: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for given in value.split(","):
        id_, equals, name = given.partition("=")
        if not re.fullmatch(_UUID, id_):
            raise ValueError(f"a UUID is needed, {id_!a} was given")
        if equals and not re.fullmatch(_CLUSTER_NAME, name):
            raise ValueError(f"a name is 4 to 64 letters, digits, - and _, the first a letter; {name!a} was given")
        name = name or f"dws-{id_.lower()}"
        if name.lower() in (taken.lower() for other, taken in found.items() if other != id_.lower()):
            raise ValueError(f"two clusters are named {name}")
        found[id_.lower()] = name
    return found


_OPTIONS = (
    Option("host", "HOST", "address to listen on (127.0.0.1)", _text),
    Option("port", "PORT", "port to listen on; 0 picks one (8080)", _number(0, 65535)),
    Option(
        "workers", "N", "processes that serve; more than one needs a database that they can share (1)", _number(1, 64)
    ),
    Option("database", "URL", "sqlite:// in memory, sqlite:///FILE, or postgresql+psycopg://… (sqlite://)", _secret),
    Option("project_id", "ID", "the account's project", _project),
    Option("project_name", "NAME", "the project's name, for IAM", _text),
    Option(
        "cluster_ids", "ID[=NAME]", "a cluster of the project, dws-ID without NAME; may be repeated", _clusters, ","
    ),
    Option("automated", "N", "automated snapshots that a new cluster has (1)", _number(0, 1000)),
    Option(
        "creation_time",
        "SECONDS",
        "how long a snapshot or restored cluster is CREATING, such as 90 or 0.5; one for all who share a database (0)",
        _seconds,
    ),
    Option(
        "clock",
        "CLOCK",
        "what snapshots go by: real, or manual, which --admin moves on (real)",
        _choice("real", "manual"),
    ),
    Option("faults", "FAULT", "a fault to inject, see below; may be repeated", _faults, ";"),
    Option(
        "admin",
        "WHENCE",
        "serve /admin, see below; the address must be a loopback one unless this is: anywhere",
        _choice("local", "anywhere"),
        alone="local",
    ),
    Option("access_key", "AK", "the account's access key", _text),
    Option("secret_key", "SK", "the account's secret key", _secret),
    Option("security_token", "TOKEN", "makes the access key a temporary one that goes with this token", _secret),
    Option("username", "NAME", "the account's user, for IAM", _secret),
    Option("password", "PASSWORD", "the user's password", _secret),
    Option("domain", "NAME", "the user's domain", _secret),
    Option("token_lifetime", "SECONDS", "how long a token is valid (86400)", _number(1, 86400 * 365)),
    Option(
        "read_timeout",
        "SECONDS",
        "how long a sender may take over a request's head, or start of its body (30)",
        _number(1, 60),
    ),
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `dws-reference`; exits with 2 and one sentence where it cannot start."""
    try:
        settings = read_settings(arguments)
        try:
            from dws_reference import server
        except ModuleNotFoundError as error:
            _fail(f"{error.name} is not installed; pip install 'dws-snapshots[reference]' brings it")
        try:
            server.run(settings)
        except server.StartError as error:
            _fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def read_settings(arguments: Sequence[str] | None = None) -> Settings:
    """The settings of a command line and of the environment; exits with 2 and one sentence where a value is wrong."""
    given = vars(_parser().parse_args(arguments))
    values = {}
    for option in _OPTIONS:
        text = given[option.name]
        if text is None:
            text = os.environ.get(PREFIX + option.flag.upper())
        if text is not None:
            try:
                values[option.name] = option.convert(option.separator.join(text) if isinstance(text, list) else text)
            except ValueError as error:
                _fail(f"--{option.flag.replace('_', '-')}: {error}")
    settings = Settings(**values)
    if settings.clock == "manual" and settings.admin is None:
        _fail("--clock manual: it needs --admin, by which it is moved on")
    return settings


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _fail(f"{message} (see --help)")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="dws-reference",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    for option in _OPTIONS:
        parser.add_argument(
            f"--{option.flag.replace('_', '-')}",
            dest=option.name,
            metavar=option.metavar,
            action="append" if option.separator else "store",
            help=option.help,
            nargs="?" if option.alone else None,
            const=option.alone,
        )
    return parser


def _fail(sentence: str) -> NoReturn:
    print(f"dws-reference: {sentence}", file=sys.stderr)
    sys.exit(2)
