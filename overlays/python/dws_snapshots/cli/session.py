"""What all commands share: the connection, the output and the exit codes."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, NoReturn, cast

import typer

from ..client import DwsClient
from ..errors import DwsError, InvalidRequest, MissingSetting
from ..settings.sources import HUAWEI, OVER_ALL
from .output import Output, tell
from .values import Refused

HELP = """Snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).

Back up all clusters every night and keep seven snapshots of each: dws-snapshots backup --all --keep 7

Address, project and credentials are read from the variables and files of the official client and of OpenStack:
HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, OS_PASSWORD with OS_AUTH_URL, clouds.yaml and others. Secrets can't be given
as options, and are never shown. `dws-snapshots --version` shows the version.
"""
FAILED, NOT_STARTED = 1, 2
CONNECTION = "Connection (by default as DwsClient.from_env() finds it)"
BEFORE_PASSWORDS = ("OS_CLOUD", "OS_USER_ID", "OS_TOKEN", "OS_ACCESS_KEY", "OS_SECRET_KEY")
# For each option of the connection: the variable that it sets, its metavar and its help.
PLACES = {
    "endpoint": ("DWS_ENDPOINT", "URL", "The service's address. DWS_ENDPOINT."),
    "project_id": ("HUAWEICLOUD_SDK_PROJECT_ID", "ID", "The project's ID. HUAWEICLOUD_SDK_PROJECT_ID, OS_PROJECT_ID."),
    "region": ("OS_REGION_NAME", "NAME", "The region; with IAM's address it gives the endpoint. OS_REGION_NAME."),
    "cloud": ("OS_CLOUD", "NAME", "Name of the cloud in clouds.yaml. OS_CLOUD."),
    "username": ("OS_USERNAME", "NAME", "The user that OS_PASSWORD belongs to. OS_USERNAME."),
}
app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@dataclass
class Session:
    """One run of a command. verbose: whether to log steps. open: what to report if a signal stops the run now."""

    output: Output = Output.TABLE
    verbose: bool = False
    code: int = 0
    open: str = ""

    @cached_property
    def dws(self) -> DwsClient:
        """The client. Raises as `DwsClient.from_env` does."""
        return DwsClient.from_env()

    def fail(self, sentence: str, code: int = FAILED) -> None:
        """Say what went wrong, on standard error."""
        self.code = code
        print(f"dws-snapshots: {sentence}", file=sys.stderr)


def begin(
    *,
    output: Annotated[Output, typer.Option("--output", "-o", help="Format of the results.")] = Output.TABLE,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log each step on standard error.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Also log each request, without secrets.")] = False,
    **places: str | None,
) -> Session:
    """Begin a run with the options that every command has. Those of PLACES override variables. Raises Refused."""
    if places["username"] and not os.environ.get("OS_PASSWORD"):
        raise Refused("--username needs its password in the variable OS_PASSWORD")
    if places["cloud"] and places["username"]:
        raise Refused("--cloud already names a user; give either --cloud or --username")
    # These variables would take precedence over the options.
    before = (*HUAWEI, *OVER_ALL) if places["cloud"] else (*HUAWEI, *BEFORE_PASSWORDS) if places["username"] else ()
    for name in (*before, *(("DWS_ENDPOINT",) if places["region"] else ())):
        os.environ.pop(name, None)
    os.environ.update({PLACES[name][0]: value for name, value in places.items() if value is not None})
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%SZ")
    # Never that of httpcore: it shows headers.
    for logger in (__package__, "httpx") if debug else (__package__,) if verbose else ():
        logging.getLogger(logger).setLevel(logging.INFO)
    return Session(output, verbose or debug)


def command(work: Callable[..., Any]) -> None:
    """Make a command of a function: it gets the shared options too, and the same exit codes as every command.

    work: takes a Session first; returns what to print, or None. If Python reserves its name, it ends in an underscore.
    """
    *common, _ = signature(begin, eval_str=True).parameters.values()
    for name, (_variable, metavar, text) in PLACES.items():
        kind = Annotated[str | None, typer.Option(metavar=metavar, help=text, rich_help_panel=CONNECTION)]
        common.append(Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind))
    _, *own = signature(work, eval_str=True).parameters.values()

    def run(**given: Any) -> None:
        signal.signal(signal.SIGTERM, terminate)
        session = Session()
        try:
            session = begin(**{each.name: given.pop(each.name) for each in common})
            if (told := work(session, **given)) is not None:
                tell(told, session.output)
        except (Refused, InvalidRequest, MissingSetting) as error:
            session.fail(str(error), NOT_STARTED)
        except DwsError as error:
            session.fail(str(error))
        except KeyboardInterrupt as stop:
            by, code = stopped(stop)
            session.fail(f"{session.open and session.open + '; '}stopped by {by}", code)
        raise typer.Exit(session.code)

    made = cast(Any, run)
    made.__doc__, made.__signature__ = work.__doc__, Signature([*own, *common])
    made.__annotations__ = {each.name: each.annotation for each in (*own, *common)}
    app.command(work.__name__.rstrip("_"))(made)


def ask(question: str, yes: bool) -> None:
    """Ask a question, unless `yes`. Raises Refused if there is no terminal, typer.Abort if the answer is no."""
    if yes:
        return
    if not (sys.stdin and sys.stdin.isatty()):
        raise Refused(f"{question.rstrip('?')}: there is no terminal to confirm this on; pass --yes")
    typer.confirm(question, abort=True, err=True)


def terminate(*signal_and_frame: object) -> NoReturn:
    """End as Ctrl-C does."""
    raise KeyboardInterrupt("SIGTERM")


def stopped(stop: KeyboardInterrupt) -> tuple[str, int]:
    """Return what stopped a command, and the exit code that shells use for that signal."""
    return ("SIGTERM", 128 + signal.SIGTERM) if stop.args else ("Ctrl-C", 128 + signal.SIGINT)
