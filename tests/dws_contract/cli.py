"""The command `dws-contract`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from hypothesis.configuration import set_hypothesis_home_dir

from dws_contract import interrupts
from dws_contract.document import DocumentMissing
from dws_contract.options import (
    DEFAULT_BUSY_TIMEOUT,
    DEFAULT_CONCURRENCY,
    DEFAULT_MAX_CREATES,
    DEFAULT_MAX_EXAMPLES,
    DEFAULT_MAX_RESTORES,
    DEFAULT_TIMEOUT,
    Options,
    UsageError,
    credentials_from,
    random_seed,
    user_from,
)
from dws_contract.reports import github
from dws_contract.settings import arguments_of, broken_in
from dws_contract.suite import INTERRUPTED, SUBJECTS, failure, run, sweep
from dws_contract.traffic.target import Unjudgeable

_EPILOG = """\
Without credentials on the command line, the token is read from DWS_TOKEN or OS_TOKEN, and the key pair from
HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK and HUAWEICLOUD_SDK_SECURITY_TOKEN. If none of these is set, a token is fetched
with OS_USERNAME, OS_PASSWORD, OS_AUTH_URL and OS_USER_DOMAIN_NAME. With both a token and a key pair, both are tested.

You can also set options in [tool.dws-contract] of pyproject.toml: url = "…", only = ["names"]. The certificates to
trust are those of --cacert, SSL_CERT_FILE or REQUESTS_CA_BUNDLE.

Exit code: 0 the service conforms, 1 it deviates, 2 it could not be judged."""

_DASHED = ("--header", "--token", "--access-key", "--secret-key", "--security-token", "--username")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite. Return the exit code: 0 the service conforms, 1 it deviates, 2 it could not be judged."""
    try:
        with interrupts.as_interrupts(), TemporaryDirectory(prefix="dws-contract") as folder:
            set_hypothesis_home_dir(folder)
            options, is_sweep = _options(arguments)
            return _sweep(options) if is_sweep else _run(options)
    except (UsageError, DocumentMissing, Unjudgeable) as error:
        if answer := getattr(error, "answer", ""):
            _say(f"The answer that stopped it:\n\n{answer}\n", sys.stdout)
        _say(str(error), sys.stderr)
    except KeyboardInterrupt:
        _say(INTERRUPTED, sys.stderr)
    except OSError as error:
        _say(f"dws-contract cannot go on: {error.strerror}.", sys.stderr)
    except Exception as error:
        _say(failure("outside a run", error), sys.stderr)
    finally:
        set_hypothesis_home_dir(None)
    return 2


def _sweep(options: Options) -> int:
    found, left = sweep(options)
    for each in left:
        _say(f"left: {each.name} {each.id}", sys.stdout)
    _say(f"Of {len(found)} snapshots that earlier runs left, {len(found) - len(left)} were deleted.", sys.stdout)
    return 2 if left else 0


def _run(options: Options) -> int:
    _say(f"dws-contract tests {options.url} with seed {options.seed}.\n", sys.stdout)
    is_terminal, is_github = sys.stderr.isatty(), os.environ.get("GITHUB_ACTIONS") == "true"
    report = run(options, _progress if is_terminal else _alive)
    if is_terminal:
        _progress("")
    with interrupts.none():
        _say(github.unheeded(report.summary()) if is_github else report.summary(), sys.stdout)
        if is_github:
            _say(github.annotations_of(report), sys.stdout)
        if is_github and (file := os.environ.get("GITHUB_STEP_SUMMARY")):
            try:
                github.add_summary(report, Path(file))
            except OSError as error:
                _say(f"The summary of the step could not be written: {error.strerror}.", sys.stderr)
        if options.report_dir is not None and not report.unwritten:
            _say(f"Reports are in {options.report_dir}.", sys.stdout)
        for sentence in filter(None, (report.stopped, report.unwritten)):
            _say(sentence, sys.stderr)
    return report.exit_code


def _options(arguments: Sequence[str] | None) -> tuple[Options, bool]:
    typed = _joined(sys.argv[1:] if arguments is None else arguments)
    given = vars(_parser().parse_args([*arguments_of(Path(), typed), *typed]))
    given["headers"] = tuple(map(_header, given.pop("header")))
    bundle = os.environ.get("SSL_CERT_FILE") or os.environ.get("REQUESTS_CA_BUNDLE")
    given["cacert"] = given["cacert"] or (Path(bundle) if bundle else None)
    if not any(given[name] for name in ("token", "access_key", "secret_key", "username")):
        given |= credentials_from(os.environ)
    user = user_from(os.environ)
    if given["username"] or (user["password"] and not given["token"] and not given["access_key"]):
        given |= user | ({"username": given["username"]} if given["username"] else {})
    given["baseline"] = () if given["baseline"] is None else broken_in(given["baseline"])
    given["excluded"] = given.pop("exclude")
    is_sweep = given.pop("sweep")
    several = {name: _separate(given[name]) for name in ("only", "operations", "excluded", "fail_on")}
    return Options(**given | several), is_sweep


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise UsageError("--header must have the form 'Name: value'.")
    return name.strip(), value.strip()


def _separate(values: Sequence[str]) -> tuple[str, ...]:
    """Return the values of an option that takes several, separated by commas or spaces."""
    return tuple(word for value in values for word in value.split(",") if word)


def _joined(arguments: Sequence[str]) -> list[str]:
    """Join options and their values with `=`: otherwise argparse refuses a token that begins with a hyphen."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] in _DASHED:
            joined[-1] += f"={argument}"
        else:
            joined.append(argument)
    return joined


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "dws-contract",
        description="Test an implementation of the DWS snapshot API against its contract.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    need = parser.add_argument_group("target")
    need.add_argument("--url", required=True, help="address of the service, for example http://127.0.0.1:8080")
    need.add_argument("--project-id", required=True, help="a project of yours")
    need.add_argument("--cluster-id", required=True, help="a cluster of that project")
    need.add_argument(
        "--yes-create-snapshots", action="store_true", help="needed if the service is not on this machine"
    )
    need.add_argument(
        "--yes-restore-clusters",
        action="store_true",
        help="needed to restore clusters if the service is not on this machine",
    )
    need.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="NAME: VALUE",
        help="send it with every request; may be repeated",
    )
    need.add_argument("--cacert", type=Path, metavar="FILE", help="trust these certificates (also SSL_CERT_FILE)")
    need.add_argument("--cert", type=Path, metavar="FILE", help="client certificate, as PEM")
    need.add_argument("--key", type=Path, metavar="FILE", help="key of --cert, if it is in a file of its own")
    proof = parser.add_argument_group("credentials")
    proof.add_argument("--token", help="sent as X-Auth-Token")
    proof.add_argument(
        "--username",
        help="fetch a token, and a new one when it expires; needs OS_PASSWORD, OS_AUTH_URL, OS_USER_DOMAIN_NAME",
    )
    proof.add_argument("--access-key", help="access key (AK) to sign requests with")
    proof.add_argument("--secret-key", help="secret key (SK) to sign requests with")
    proof.add_argument("--security-token", help="security token of a temporary key pair")
    limit = parser.add_argument_group("limits")
    limit.add_argument(
        "--seed", type=int, default=random_seed(), help="repeat the run with this seed; random by default"
    )
    _several(limit, "--only", "SUBJECT", f"test only these subjects, of {', '.join(SUBJECTS)}")
    _several(limit, "--operations", "ID", "test only these operations of the contract")
    _several(limit, "--exclude", "CLAUSE", "ignore these clauses")
    limit.add_argument(
        "--sourced", action="store_true", help="judge only by what the sources state, not by the contract's decisions"
    )
    limit.add_argument(
        "--baseline", type=Path, metavar="FILE", help="report.json: fail only on clauses that were not broken there"
    )
    _several(limit, "--fail-on", "WHAT", "also fail on these: not-reached, left")
    _number(limit, "--max-examples", DEFAULT_MAX_EXAMPLES, "generated requests, in addition to the specific ones")
    _number(limit, "--max-creates", DEFAULT_MAX_CREATES, "create at most this many snapshots")
    _number(
        limit, "--max-restores", DEFAULT_MAX_RESTORES, "restore at most this many clusters, which the API cannot delete"
    )
    _number(limit, "--concurrency", DEFAULT_CONCURRENCY, "simultaneous creates with the same name")
    limit.add_argument("--rate-limit", type=float, metavar="N", help="requests per second; no limit by default")
    limit.add_argument(
        "--timeout",
        type=float,
        default=DEFAULT_TIMEOUT,
        metavar="S",
        help="seconds to wait for an answer (%(default)g)",
    )
    limit.add_argument(
        "--busy-timeout",
        type=float,
        default=DEFAULT_BUSY_TIMEOUT,
        metavar="S",
        help="seconds to wait in total while snapshots are being made (%(default)g)",
    )
    parser.add_argument("--version", action="version", version=f"dws-contract {version('dws-snapshots')}")
    parser.add_argument(
        "--sweep", action="store_true", help="test nothing, only delete the snapshots that earlier runs left"
    )
    parser.add_argument("--keep", action="store_true", help="do not delete the snapshots that the run created")
    parser.add_argument("--report-dir", type=Path, help="write junit.xml, report.html and report.json here")
    parser.add_argument(
        "--docs", default="", metavar="URL", help="where you host the documentation site, for the links in report.html"
    )
    return parser


def _number(group: argparse._ArgumentGroup, name: str, default: int, meaning: str) -> None:
    group.add_argument(name, type=int, default=default, metavar="N", help=f"{meaning} (%(default)s)")


def _several(group: argparse._ArgumentGroup, name: str, value: str, meaning: str) -> None:
    group.add_argument(name, action="extend", nargs="+", default=[], metavar=value, help=meaning)


def _say(text: str, stream: TextIO) -> None:
    """Print a text to a stream of any encoding. If the reader has closed the stream, print nothing."""
    encoding = stream.encoding or "utf-8"
    try:
        print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
    except BrokenPipeError:
        # Python writes the rest of the buffer when it ends, and that would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _alive(subject: str) -> None:
    """Print the subject that is tested next, as a line of a log."""
    _say(f"now: {subject} …", sys.stdout)


def _progress(subject: str) -> None:
    """Show the subject that is tested next in the terminal's last line; an empty subject clears the line."""
    text = f"now: {subject} …" if subject else ""
    print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
