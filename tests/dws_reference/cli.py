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

PREFIX = "DWS_REFERENCE_"

_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

_DESCRIPTION = """\
Serve the snapshot API of openapi.yaml, and IAM's POST /v3/auth/tokens, from a database of your own.
Prints one line on standard output when it answers: Listening on http://HOST:PORT
SIGTERM or Ctrl-C ends it once the requests in flight are answered."""

_EPILOG = f"""\
Every option may be given as a variable instead, so that no secret stands in the shell's history:
{PREFIX}SECRET_KEY for --secret-key, and so on. {PREFIX}CLUSTER_ID may name several, separated by commas.

The demo account, which is no secret:
  project     {demo.PROJECT_ID}  {demo.PROJECT_NAME}
  cluster     {demo.CLUSTER_ID}
  access key  {demo.ACCESS_KEY}
  secret key  {demo.SECRET_KEY}
  user        {demo.USERNAME}  of domain {demo.DOMAIN}
  password    {demo.PASSWORD}

Exit status: 0 it ended as asked, 1 it failed, 2 it could not start."""


class Option(NamedTuple):
    """One option: the setting it fills, how it is shown, and how its text becomes a value."""

    name: str
    metavar: str
    help: str
    convert: Callable[[str], Any]


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
    if not re.fullmatch("[0-9a-f]{32}", value):
        raise ValueError(f"32 lower-case hexadecimal digits are needed, {value!a} was given")
    return value


def _clusters(value: str) -> tuple[str, ...]:
    for cluster_id in value.split(","):
        if not re.fullmatch(_UUID, cluster_id):
            raise ValueError(f"a UUID is needed, {cluster_id!a} was given")
    return tuple(value.lower().split(","))


_OPTIONS = (
    Option("host", "HOST", "address to listen on (127.0.0.1)", _text),
    Option("port", "PORT", "port to listen on; 0 picks one (8080)", _number(0, 65535)),
    Option(
        "workers", "N", "processes that serve; more than one needs a database that they can share (1)", _number(1, 64)
    ),
    Option("database", "URL", "sqlite:// in memory, sqlite:///FILE, or postgresql+psycopg://… (sqlite://)", _secret),
    Option("project_id", "ID", "the account's project", _project),
    Option("project_name", "NAME", "the project's name, for IAM", _text),
    Option("cluster_ids", "ID", "a cluster of the project; may be repeated", _clusters),
    Option("automated", "N", "automated snapshots that a new cluster has (1)", _number(0, 1000)),
    Option("creation_time", "SECONDS", "how long a snapshot is CREATING, such as 90 or 0.5 (0)", _seconds),
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
        flag = _flag(option)
        text = given[flag]
        if text is None:
            text = os.environ.get(PREFIX + flag.upper())
        if text is not None:
            try:
                values[option.name] = option.convert(",".join(text) if isinstance(text, list) else text)
            except ValueError as error:
                _fail(f"--{flag.replace('_', '-')}: {error}")
    return Settings(**values)


def _flag(option: Option) -> str:
    return option.name.removesuffix("s") if option.name == "cluster_ids" else option.name


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
        flag = _flag(option)
        action = "append" if flag != option.name else "store"
        parser.add_argument(
            f"--{flag.replace('_', '-')}", dest=flag, metavar=option.metavar, action=action, help=option.help
        )
    return parser


def _fail(sentence: str) -> NoReturn:
    print(f"dws-reference: {sentence}", file=sys.stderr)
    sys.exit(2)
