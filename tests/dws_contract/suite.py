"""Runs the whole suite against one service."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

from dws_contract import interrupts, probes, reports
from dws_contract.clauses import CLAUSES
from dws_contract.document import Contract
from dws_contract.operations import OPERATIONS
from dws_contract.options import Options, UsageError
from dws_contract.report import Report, Snapshot
from dws_contract.steps import cleanup, fuzzing, preflight, sweeping, walking
from dws_contract.steps.asking import Run
from dws_contract.traffic.present import printable
from dws_contract.traffic.target import Target, Unjudgeable
from dws_contract.verdicts.findings import Verdict

INTERRUPTED = "The run was interrupted."
Progress = Callable[[str], None]
SUBJECTS = {ask.__module__.rpartition(".")[2]: ask for ask in (*probes.ALL, fuzzing.ask, walking.ask)}
"""The subjects that a run tests, in this order. A plain create is always sent before them."""
_LONG = 10.0
"""Seconds after which the progress says how long the run will take."""
_REQUESTS, _REQUESTS_AN_EXAMPLE = 1450, 4.5
"""About how many requests a whole run takes, and how many more each example adds."""
_REASONS = {
    "method-allow-header": "no answer was a 405",
    "request-id": "no answer had an X-Request-Id",
    "error-body": "no error was JSON",
    "create-answer-body": "no answer to a create was JSON",
    "snapshot-id-uuid": "no answer to a create contained an ID",
    "snapshot-id-new": "no answer to a create contained an ID",
    "times-in-utc": "no answer had a Date, or none showed when something was made",
    "restore-not-available": "no snapshot was seen CREATING or UNAVAILABLE",
}


def run(options: Options, progress: Progress | None = None, *, contract: Contract | None = None) -> Report:
    """Test the service that the options name, and write the reports if `report_dir` is given.

    progress: called with the subject that is tested next; if the run takes long, with an estimate after a comma;
    contract: the contract to judge by, the suite's own by default. Raises UsageError for a wrong option, before any
    request is sent. In every other case there is a report, even if the run is interrupted or no file can be written.
    """
    options.check()
    contract = contract or Contract.load()
    _check_ids(options, contract)
    _check_subjects(options)
    _check_operations(options, contract)
    _check_clauses(options)
    _check_folder(options)
    started, start = datetime.now(UTC), time.monotonic()
    with Target(options, contract) as target:
        current = Run(options, contract, target)
        tell = _telling(current, start, progress) if progress else (lambda subject: None)
        stopped, stopped_by = _examine(current, tell)
        left, failed = _left(current, tell)
        with interrupts.none():
            report = _report(current, left, stopped or failed, started, time.monotonic() - start)
            report = replace(report, stopped_by=stopped_by)
            if options.report_dir is not None:
                try:
                    reports.write(report, options.report_dir)
                except OSError as error:
                    report = replace(report, unwritten=f"The reports could not be written: {error.strerror}.")
    return report


def _telling(current: Run, start: float, progress: Progress) -> Progress:
    """Return a function that reports the progress, with an estimate once the run takes long."""

    def tell(subject: str) -> None:
        seconds, requests = time.monotonic() - start, current.target.requests
        options = current.options
        if seconds > _LONG and requests:
            subject += f", after {requests} requests in {seconds / 60:.1f} minutes"
            left = _REQUESTS + _REQUESTS_AN_EXAMPLE * options.max_examples - requests
            if left > 0 and not options.only and not options.operations:
                subject += f", about {seconds * left / requests / 60:.1f} more"
        progress(subject)

    return tell


def sweep(options: Options) -> tuple[tuple[Snapshot, ...], tuple[Snapshot, ...]]:
    """Delete the snapshots of earlier runs. Return those that were found and those that are left.

    Raises UsageError, and Unjudgeable with the answer that stopped it, if there is one.
    """
    options.check(creates=False)
    contract = Contract.load()
    _check_ids(options, contract)
    with Target(options, contract) as target:
        current = Run(options, contract, target)
        try:
            return sweeping.sweep(current)
        except Unjudgeable as reason:
            reason.answer = _answer_of(reason, current)
            raise


def _examine(current: Run, progress: Progress) -> tuple[str, str]:
    """Test all subjects. Return why the run was not finished, empty if it was, and the answer that stopped it."""
    subject = "a plain create"
    try:
        progress(subject)
        preflight.prepare(current)
        for subject, ask in SUBJECTS.items():
            if not current.options.only or subject in current.options.only:
                progress(subject)
                ask(current)
    except Unjudgeable as reason:
        return str(reason), _answer_of(reason, current)
    except KeyboardInterrupt:
        return INTERRUPTED, ""
    except Exception as error:
        return failure(f"while it tested {subject}", error), ""
    return "", ""


def _answer_of(reason: Unjudgeable, current: Run) -> str:
    exchange = reason.exchange
    return "" if exchange is None or exchange.answer is None else current.presenter.whole(exchange)


def _left(current: Run, progress: Progress) -> tuple[tuple[Snapshot, ...], str]:
    """Delete what was made. Return what is left, and why the clean-up was not finished, empty if it was."""
    if not current.options.keep:
        try:
            progress("the clean-up")
            return cleanup.clean_up(current), ""
        except KeyboardInterrupt:
            return tuple(current.notes.created), INTERRUPTED
        except Exception as error:
            return tuple(current.notes.created), failure("while it deleted its snapshots", error)
    return tuple(current.notes.created), ""


def failure(when: str, error: Exception) -> str:
    """Say that the suite itself failed, and where. The error's own text is left out: it may contain a secret."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(at.filename).name}, line {at.lineno}"
    return f"dws-contract itself failed {when}: {type(error).__name__} in {where}. Please report it."


def _report(current: Run, left: tuple[Snapshot, ...], stopped: str, started: datetime, seconds: float) -> Report:
    options, findings = current.options, current.findings
    findings.settle()
    verdicts = findings.verdicts(current.contract.terms, _reasons(stopped, options))
    return Report(
        url=options.url,
        project_id=options.project_id,
        cluster_id=options.cluster_id,
        seed=options.seed,
        started=started.isoformat(timespec="seconds"),
        seconds=seconds,
        requests=current.target.requests,
        verdicts=tuple(_shown(each, options) for each in verdicts),
        created=tuple(current.notes.created),
        left=left,
        restored=tuple(map(printable, current.snapshots.clusters)),
        unasked=_unasked(current, stopped),
        only=options.only,
        operations=options.operations,
        excluded=options.excluded,
        sourced=options.sourced,
        baseline=options.baseline,
        fail_on=options.fail_on,
        docs=options.docs.rstrip("/"),
        stopped=stopped,
    )


def _shown(verdict: Verdict, options: Options) -> Verdict:
    """Return a verdict as reports show it: a clause that an option excludes is `not reached`."""
    reason = "--exclude names it" if verdict.clause.id in options.excluded else ""
    if options.sourced and verdict.clause.origin == "decided":
        reason = f"it is based on {verdict.clause.basis}, which --sourced leaves out"
    if reason:
        return replace(verdict, state="not reached", held=0, broken=0, deviations=(), reason=reason)
    reason = options.not_asked(verdict.clause.needs) if verdict.state == "not reached" else ""
    return replace(verdict, reason=reason or printable(verdict.reason))


def _unasked(current: Run, stopped: str) -> dict[str, str]:
    """Return the operations that were not tested although no option excludes them, each with the reason."""
    endpoints, options = current.contract.endpoints, current.options
    found = dict.fromkeys(endpoints.keys() - OPERATIONS.keys(), "the suite has no record of it")
    for operation in endpoints.keys() & OPERATIONS.keys() - current.asked:
        is_left_out = OPERATIONS[operation].effect == "makes clusters" and not options.max_restores
        is_left_out |= not options.asks_about(operation)
        if not (stopped or options.only or is_left_out):
            found[operation] = "no request was for it"
    return {operation: found[operation] for operation in endpoints if operation in found}


def _reasons(stopped: str, options: Options) -> Callable[[str], str]:
    if stopped:
        return lambda clause: "the run stopped earlier"
    if options.only:
        return lambda clause: f"the run tested only {', '.join(options.only)}"
    return lambda clause: _REASONS.get(clause, "no request could test it")


def _check_ids(options: Options, contract: Contract) -> None:
    for name, value, rule in (
        ("--project-id", options.project_id, contract.project_id),
        ("--cluster-id", options.cluster_id, contract.cluster_id),
    ):
        if not rule.allows(value):
            raise UsageError(f"{name} is {value!r}, but must be {rule.title}.")


def _check_subjects(options: Options) -> None:
    for subject in options.only:
        if subject not in SUBJECTS:
            raise UsageError(f"--only is {subject!r}; the subjects are {', '.join(SUBJECTS)}.")


def _check_operations(options: Options, contract: Contract) -> None:
    for operation in options.operations:
        if operation not in contract.endpoints:
            raise UsageError(f"--operations is {operation!r}; the operations are {', '.join(contract.endpoints)}.")
    if not options.asks_about("createSnapshot"):
        raise UsageError("--operations lacks createSnapshot: every run needs it to find out what the service accepts.")


def _check_clauses(options: Options) -> None:
    for clause in options.excluded:
        if clause not in CLAUSES:
            raise UsageError(f"--exclude is {clause!r}, which is not a clause; the documentation lists all of them.")


def _check_folder(options: Options) -> None:
    if options.report_dir is None:
        return
    try:
        options.report_dir.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=options.report_dir).close()
    except OSError as error:
        raise UsageError(f"--report-dir {options.report_dir} cannot be written to: {error.strerror}.") from None
