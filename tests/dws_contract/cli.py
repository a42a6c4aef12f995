"""The command `dws-contract`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from dws_contract.contract import DocumentMissing
from dws_contract.options import (
    DEFAULT_CONCURRENCY,
    DEFAULT_MAX_CREATES,
    DEFAULT_MAX_EXAMPLES,
    DEFAULT_TIMEOUT,
    Options,
    UsageError,
    credentials_from,
    random_seed,
)
from dws_contract.suite import run

_EPILOG = """\
Credentials that are not given are taken from DWS_TOKEN or OS_TOKEN, and from HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK and
HUAWEICLOUD_SDK_SECURITY_TOKEN. With both a token and a key pair, both ways are checked.

Exit code: 0, it conforms; 1, it deviates; 2, it could not be judged."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite. Returns the exit code: 0 it conforms, 1 it deviates, 2 it could not be judged."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        options = _options(arguments)
        print(f"dws-contract judges {options.url} with seed {options.seed}.\n", flush=True)
        report = run(options, _progress if sys.stderr.isatty() else None)
    except (UsageError, DocumentMissing) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("The run was interrupted.", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"The reports could not be written: {error.strerror}.", file=sys.stderr)
        return 2
    print(report.summary(), flush=True)
    if options.report_dir is not None:
        print(f"Reports are in {options.report_dir}.")
    if report.stopped:
        print(report.stopped, file=sys.stderr)
    return report.exit_code


def _options(arguments: Sequence[str] | None) -> Options:
    given = vars(_parser().parse_args(arguments))
    environment = credentials_from(os.environ)
    if not any(given[name] for name in ("token", "access_key", "secret_key")):
        given |= environment
    return Options(**given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "dws-contract",
        description="Judge an implementation of the DWS snapshot API against its contract.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    need = parser.add_argument_group("target")
    need.add_argument("--url", required=True, help="the service, for example http://127.0.0.1:8080")
    need.add_argument("--project-id", required=True, help="a project of the caller's")
    need.add_argument("--cluster-id", required=True, help="a cluster of that project")
    need.add_argument(
        "--yes-create-snapshots", action="store_true", help="go on although the target is not this machine"
    )
    proof = parser.add_argument_group("credentials")
    proof.add_argument("--token", help="sent as X-Auth-Token")
    proof.add_argument("--access-key", help="AK of a signature")
    proof.add_argument("--secret-key", help="SK of a signature")
    proof.add_argument("--security-token", help="goes with a temporary key pair")
    limit = parser.add_argument_group("limits")
    limit.add_argument("--seed", type=int, default=random_seed(), help="repeat a run; random when it is not given")
    _number(limit, "--max-examples", DEFAULT_MAX_EXAMPLES, "generated requests, beside the directed ones")
    _number(limit, "--max-creates", DEFAULT_MAX_CREATES, "the run never creates more snapshots than this")
    _number(limit, "--concurrency", DEFAULT_CONCURRENCY, "simultaneous creates of one name")
    limit.add_argument("--rate-limit", type=float, metavar="N", help="requests a second; no limit by default")
    limit.add_argument(
        "--timeout",
        type=float,
        default=DEFAULT_TIMEOUT,
        metavar="S",
        help="seconds to wait for an answer (%(default)g)",
    )
    parser.add_argument("--report-dir", type=Path, help="write junit.xml, report.html and report.json here")
    return parser


def _number(group: argparse._ArgumentGroup, name: str, default: int, meaning: str) -> None:
    group.add_argument(name, type=int, default=default, metavar="N", help=f"{meaning} (%(default)s)")


def _progress(subject: str) -> None:
    print(f"\r\033[Kasking about {subject} …", end="", file=sys.stderr, flush=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
