"""What every command shares: where the service is, who asks, how it is told, and how a command ends."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from inspect import Parameter, Signature, signature
from types import FrameType
from typing import Annotated, Any, NamedTuple, NoReturn, cast

import typer

from ..client import DwsClient
from ..errors import DwsError, InvalidRequest, MissingSetting
from ..settings.sources import HUAWEI, OVER_ALL
from .values import Refused

FAILED, NOT_STARTED = 1, 2
NAME, SECONDS = "ID|NAME", "TIME"
CONNECTION = "Where and who (what is not given is found as DwsClient.from_env() finds it)"
BEFORE_PASSWORDS = ("OS_CLOUD", "OS_USER_ID", "OS_TOKEN", "OS_ACCESS_KEY", "OS_SECRET_KEY")
ENTERPRISE_PROJECT = "Only clusters of this enterprise project; all_granted_eps for all."


class Output(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"


class Session(NamedTuple):
    """output: how results are printed. verbose: whether steps are logged, so that no bars are drawn."""

    output: Output
    verbose: bool

    def client(self) -> DwsClient:
        """Return a client. Raises as `DwsClient.from_env` does."""
        return DwsClient.from_env()


class Terminated(KeyboardInterrupt):
    """SIGTERM came."""


def option(name: str, metavar: str, text: str) -> Any:
    """Return an option of the group that says where and who."""
    return typer.Option(name, metavar=metavar, help=text, show_default=False, rich_help_panel=CONNECTION)


def session(
    *,
    endpoint: Annotated[str | None, option("--endpoint", "URL", "The service's address. DWS_ENDPOINT.")] = None,
    project_id: Annotated[
        str | None, option("--project-id", "ID", "HUAWEICLOUD_SDK_PROJECT_ID, OS_PROJECT_ID.")
    ] = None,
    region: Annotated[str | None, option("--region", "NAME", "Makes the endpoint of IAM's. OS_REGION_NAME.")] = None,
    cloud: Annotated[str | None, option("--cloud", "NAME", "The cloud of clouds.yaml. OS_CLOUD.")] = None,
    username: Annotated[str | None, option("--username", "NAME", "Whose password OS_PASSWORD is. OS_USERNAME.")] = None,
    output: Annotated[Output, typer.Option("--output", "-o", help="How results are printed.")] = Output.TABLE,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log each step on standard error.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Log each request, too. No secret is in it.")] = False,
) -> Session:
    """Take the options that every command has. They stand for variables, and go before them."""
    if username and not os.environ.get("OS_PASSWORD"):
        raise Refused("--username needs its password in the variable OS_PASSWORD")
    if cloud and username:
        raise Refused("--cloud has a user of its own: give either --cloud or --username")
    before = (*HUAWEI, *OVER_ALL) if cloud else (*HUAWEI, *BEFORE_PASSWORDS) if username else ()
    for name in (*before, *(("DWS_ENDPOINT",) if region else ())):  # They would go before what is asked for.
        os.environ.pop(name, None)
    given = {
        "DWS_ENDPOINT": endpoint,
        "HUAWEICLOUD_SDK_PROJECT_ID": project_id,
        "OS_REGION_NAME": region,
        "OS_CLOUD": cloud,
        "OS_USERNAME": username,
    }
    os.environ.update({name: value for name, value in given.items() if value is not None})
    if verbose or debug:
        log_to_stderr(*(["httpx"] if debug else []))
    return Session(output, verbose or debug)


def log_to_stderr(*others: str) -> None:
    """Log the steps, and what these other packages say; httpcore would show headers, and so is never one of them."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%SZ"))
    handler.formatter.converter = time.gmtime  # type: ignore[union-attr]
    for name in (__package__, *others):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)


def with_session(work: Callable[..., int | None]) -> Callable[..., None]:
    """Return a command that has the shared options beside its own, and ends as every command does.

    work: takes a Session first, and returns the exit code, or None for 0.
    """
    shared = signature(session, eval_str=True).parameters
    own = list(signature(work, eval_str=True).parameters.values())[1:]

    def command(**given: Any) -> None:
        signal.signal(signal.SIGTERM, terminate)
        with_shared = {name: given.pop(name) for name in shared}
        try:
            code = work(session(**with_shared), **given)
        except (Refused, InvalidRequest, MissingSetting) as error:
            end(NOT_STARTED, str(error))
        except DwsError as error:
            end(FAILED, str(error))
        except KeyboardInterrupt as stop:
            end(exit_code(stop), f"stopped by {stopped_by(stop)}")
        raise typer.Exit(code or 0)

    parameters = [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in (*own, *shared.values())]
    told = cast(Any, command)
    told.__name__, told.__doc__ = work.__name__, work.__doc__
    told.__signature__ = Signature(parameters)
    told.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


def ask(question: str, yes: bool) -> None:
    """Go on only with a yes. Raises Refused where nobody can be asked, typer.Abort for a no."""
    if not yes and not sys.stdin.isatty():
        raise Refused(f"{question.rstrip('?')}: that needs --yes where there is no terminal to ask on")
    if not yes:
        typer.confirm(question, abort=True, err=True)


@contextmanager
def may_exist(what: str) -> Iterator[None]:
    """Say what may be there where the user stops a request that may have been sent."""
    try:
        yield
    except KeyboardInterrupt:
        print(f"dws-snapshots: {what} may have been created", file=sys.stderr)
        raise


def terminate(number: int, frame: FrameType | None) -> NoReturn:
    """End as Ctrl-C does."""
    raise Terminated


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """In a task: let SIGTERM cancel it, as `asyncio.run` lets Ctrl-C, so that all is closed. Raises Terminated then."""
    loop, task, came = asyncio.get_running_loop(), asyncio.current_task(), False

    def cancel(number: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        if task is not None:
            loop.call_soon_threadsafe(task.cancel)

    before = signal.signal(signal.SIGTERM, cancel)
    try:
        yield
    except asyncio.CancelledError:
        if came:
            raise Terminated from None
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def exit_code(stop: KeyboardInterrupt) -> int:
    """Return what a shell gives for a program that a signal ended."""
    return 128 + (signal.SIGTERM if isinstance(stop, Terminated) else signal.SIGINT)


def stopped_by(stop: KeyboardInterrupt) -> str:
    """Return what stopped the command, as people call it."""
    return "SIGTERM" if isinstance(stop, Terminated) else "Ctrl-C"


def end(code: int, sentence: str) -> NoReturn:
    """Say one sentence and end."""
    print(f"dws-snapshots: {sentence}", file=sys.stderr)
    raise typer.Exit(code)
