"""The command `dws-reference`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

from dws_reference import demo
from dws_reference.options import OPTIONS
from dws_reference.settings import Settings

PREFIX = "DWS_REFERENCE_"
_CREDENTIALS = ("--access-key", "--secret-key", "--security-token", "--username", "--password", "--domain")

_DESCRIPTION = """\
Serve the snapshot API of openapi.yaml, and the parts of IAM that its clients need, from a database of your own.
Prints one line on standard output when it is ready: Listening on http://HOST:PORT
After SIGTERM or Ctrl-C it answers the requests in flight, and ends within 10 seconds."""

_EPILOG = f"""\
You can set every option by a variable instead, so that no secret gets into the shell's history:
{PREFIX}SECRET_KEY for --secret-key, and so on. Several values are separated by commas, those of
{PREFIX}FAULT by semicolons.

A fault is KIND[,seconds=S][,probability=P][,count=N][,operation=OPERATION_ID]. Its kind:
  latency        the answer is S seconds late
  unavailable    the answer is 503, and nothing is done
  reset-before   the connection is reset without an answer, and nothing is done
  reset-after    the operation is carried out, then the connection is reset without an answer
By default it affects every request. The other parts set how likely it is (0 to 1), how often it happens at most, and
to which operation.
Example: --fault latency,seconds=0.2 --fault reset-after,probability=0.1,operation=createSnapshot

With --admin, a test can use these requests. They need the same credentials as the API:
  POST   /admin/reset                go back to the state of a new database; tokens stay valid
  POST   /admin/fill                 {{"snapshots": N}}: add N snapshots, of the cluster "cluster_id" if you name one
  GET    /admin/clock                show the time that the snapshots go by
  POST   /admin/clock                {{"advance": SECONDS}}: move the clock of --clock manual forward
  POST   /admin/snapshots/ID/fail    make a snapshot UNAVAILABLE
  GET    /admin/clusters/ID          show a cluster, and the request that restored it
  GET    /admin/faults               list the faults that are still active
  POST   /admin/faults               {{"kind": "latency", "seconds": 0.2}}: add a fault
  DELETE /admin/faults               remove all faults

The demo account, which is no secret:
  project     {demo.PROJECT_ID}  {demo.PROJECT_NAME}
  cluster     {demo.CLUSTER_ID}
  access key  {demo.ACCESS_KEY}
  secret key  {demo.SECRET_KEY}
  user        {demo.USERNAME}  of domain {demo.DOMAIN}
  password    {demo.PASSWORD}

Exit status: 0 it was stopped, 1 it failed, 2 it could not start."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `dws-reference`; exits with 2 and one sentence if it cannot start."""
    try:
        settings = read_settings(arguments)
        try:
            from dws_reference import server
        except ModuleNotFoundError as error:
            _fail(f"{error.name} is not installed; it comes with the extra dws-snapshots[reference]")
        try:
            server.run(settings)
        except server.StartError as error:
            _fail(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


def read_settings(arguments: Sequence[str] | None = None) -> Settings:
    """The settings from the command line and the environment; exits with 2 and one sentence if a value is wrong."""
    parsed, unknown = _parser().parse_known_args(_joined(sys.argv[1:] if arguments is None else arguments))
    if unknown:
        _fail(f"unrecognized arguments: {_named(unknown)} (see --help)")
    given = vars(parsed)
    values = {}
    for option in OPTIONS:
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
        _fail("--clock manual needs --admin, which moves the clock")
    return settings


def _joined(arguments: Sequence[str]) -> list[str]:
    """Join credentials and their options with `=`: otherwise argparse refuses one that begins with a hyphen."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in _CREDENTIALS:
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _named(unknown: list[str]) -> str:
    """Arguments as a message shows them: only the names of options, since anything else may be a secret."""
    names = [each.partition("=")[0] for each in unknown if each.startswith("--")]
    others = [f"{len(unknown) - len(names)} more"] if len(unknown) > len(names) else []
    return " and ".join(filter(None, [", ".join(names), *others]))


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
    parser.add_argument("--version", action="version", version=f"dws-reference {version('dws-snapshots')}")
    for option in OPTIONS:
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
