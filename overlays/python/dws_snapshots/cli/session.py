"""What all commands share: the connection, the output and the exit codes."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from inspect import Parameter, Signature, signature
from typing import Annotated, Any, NoReturn, cast

from typer import Abort, Exit, Option, Typer

from ..client import DwsClient
from ..errors import DwsError
from ..settings.environment import Settings
from ..settings.sources import HUAWEI, OVER_ALL
from .output import Output, say, tell, unprinted
from .values import Refused

HELP = """Snapshots of Data Warehouse Service clusters (Huawei Cloud, Open Telekom Cloud).

Back up all clusters every night and keep seven snapshots of each: dws-snapshots backup --all --keep 7

Address, project and credentials are read from the variables and files of the official client and of OpenStack:
HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, OS_PASSWORD with OS_AUTH_URL, clouds.yaml and others. Secrets can't be given
as options, and are never shown. `dws-snapshots --version` shows the version.
"""
LOG = logging.getLogger(__name__)
FAILED, NOT_STARTED = 1, 2
CTRL_C = "Ctrl-C", 128 + signal.SIGINT
CONNECTION = "Connection (by default as DwsClient.from_env() finds it)"
BEFORE_PASSWORDS = (*HUAWEI, "OS_CLOUD", "OS_USER_ID", "OS_TOKEN", "OS_ACCESS_KEY", "OS_SECRET_KEY")
# For each option of the connection: the variable that it sets, its metavar, its help, and the variables that would take
# precedence, which it removes.
PLACES = {
    "endpoint": ("DWS_ENDPOINT", "URL", "The service's address.", ()),
    "project_id": ("HUAWEICLOUD_SDK_PROJECT_ID", "ID", "The project's ID.", ()),
    "region": ("OS_REGION_NAME", "NAME", "The region; with IAM's address it gives the endpoint.", ("DWS_ENDPOINT",)),
    "cloud": ("OS_CLOUD", "NAME", "Name of the cloud in clouds.yaml.", (*HUAWEI, *OVER_ALL)),
    "username": ("OS_USERNAME", "NAME", "The user that OS_PASSWORD belongs to.", BEFORE_PASSWORDS),
}
app = Typer(
    help=HELP,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Log(logging.Handler):
    """The log, on standard error, in UTC."""

    def emit(self, record: logging.LogRecord) -> None:
        say(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {record.getMessage()}")


@dataclass
class Session:
    """One run of a command.

    options: those of the connection that were given, by the variables that they set. open: what to report if a signal
    stops the run now.
    """

    output: Output = "table"
    options: dict[str, str] = field(default_factory=dict)
    code: int = 0
    open: str = ""

    @cached_property
    def dws(self) -> DwsClient:
        """The client. Raises as `DwsClient.from_env` does, or Refused if --region would have no effect."""
        settings, region = Settings.load(), "OS_REGION_NAME"
        if region in self.options and settings.endpoint.name != region:
            raise Refused(f"--region has no effect, because the endpoint is given by {settings.endpoint.name}")
        return settings.client(DwsClient)

    def step(self, doing: str, open: str = "") -> None:
        """Log the next step. open: what to report if a signal stops it."""
        self.open = open
        LOG.info(doing)

    def fail(self, sentence: str, code: int = FAILED) -> None:
        """Say what went wrong, on standard error, with options instead of the variables that they set."""
        self.code = code
        for words, instead in ({"set DWS_ENDPOINT": "set --endpoint"} | self.options).items():
            sentence = sentence.replace(words, instead)
        say(f"dws-snapshots: {sentence}")


def begin(
    *,
    output: Annotated[Output, Option("--output", "-o", help="Format of the results.")] = "table",
    verbose: Annotated[bool, Option("--verbose", "-v", help="Log each step on standard error.")] = False,
    debug: Annotated[bool, Option("--debug", help="Also log each request, without secrets.")] = False,
    **places: str | None,
) -> Session:
    """Begin a run with the options that every command has. Those of PLACES override variables. Raises Refused."""
    if places["username"] and not os.environ.get("OS_PASSWORD"):
        raise Refused("--username needs its password in the variable OS_PASSWORD")
    if places["cloud"] and places["username"]:
        raise Refused("--cloud already names a user; give either --cloud or --username")
    given = {name: value for name, value in places.items() if value}
    for variable in (variable for name in given for variable in PLACES[name][3]):
        os.environ.pop(variable, None)
    os.environ.update({PLACES[name][0]: value for name, value in given.items()})
    logging.basicConfig(handlers=[Log()])
    # Never that of httpcore: it shows headers.
    for logger in (__package__, "httpx") if debug else (__package__,) if verbose else ():
        logging.getLogger(logger).setLevel(logging.INFO)
    return Session(output, {PLACES[name][0]: f"--{name.replace('_', '-')}" for name in given})


def command(work: Callable[..., Any]) -> None:
    """Make a command of a function: it gets the shared options too, and the same exit codes as every command.

    work: takes a Session first; returns what to print, or None. If Python reserves its name, it ends in an underscore.
    """
    *common, _ = signature(begin, eval_str=True).parameters.values()
    for name, (variable, metavar, text, _removed) in PLACES.items():
        kind = Annotated[str | None, Option(metavar=metavar, help=f"{text} {variable}.", rich_help_panel=CONNECTION)]
        common.append(Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind))
    _, *own = signature(work, eval_str=True).parameters.values()

    def run(**given: Any) -> None:
        signal.signal(signal.SIGTERM, terminate)
        session = Session()
        try:
            for name, value in given.items():
                if "" in (value if isinstance(value, list) else [value]):
                    raise Refused(f"{name.replace('_', '-')} is empty; perhaps a variable of the shell is not set")
            session = begin(**{each.name: given.pop(each.name) for each in common})
            if (told := work(session, **given)) is not None:
                tell(told, session.output)
                sys.stdout.flush()
        except DwsError as error:  # Refused, InvalidRequest and MissingSetting are a ValueError too.
            session.fail(str(error), NOT_STARTED if isinstance(error, ValueError) else FAILED)
        except KeyboardInterrupt as stop:
            by, code = stop.args or CTRL_C
            session.fail(f"{session.open and session.open + '; '}stopped by {by}", code)
        except OSError as error:
            if sentence := unprinted(error):
                session.fail(sentence)
        raise Exit(session.code)

    made = cast(Any, run)
    made.__doc__, made.__signature__ = work.__doc__, Signature([*own, *common])
    app.command(work.__name__.rstrip("_"))(made)


def ask(question: str, yes: bool) -> None:
    """Ask a question, unless `yes`. Raises Refused if there is no terminal, Abort if the answer is no."""
    if yes:
        return
    if not (sys.stdin and sys.stdin.isatty()):
        raise Refused(f"{question.rstrip('?')}: there is no terminal to confirm this on; pass --yes")
    say(f"{question} [y/N]: ", end="")
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Abort


def terminate(*signal_and_frame: object) -> None:
    """End as Ctrl-C does. Another SIGTERM is ignored, so that the report is not lost."""

    def end() -> NoReturn:
        raise KeyboardInterrupt("SIGTERM", 128 + signal.SIGTERM)

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        asyncio.get_running_loop().call_soon_threadsafe(end)  # between two steps of it
    except RuntimeError:
        end()
