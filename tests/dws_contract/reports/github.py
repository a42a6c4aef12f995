"""Output for a GitHub workflow: annotations in the log, and a summary of the step in Markdown."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from html import escape
from pathlib import Path

from dws_contract.report import Report
from dws_contract.verdicts.findings import Verdict

_ANNOTATIONS = 10
"""GitHub shows at most this many per step."""
_DETAILS = 15
_LONGEST = 3000
"""GitHub does not show a summary of a megabyte or more."""
_TOO_LONG = "(too long to be shown here: see the report)"
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def unheeded(text: str) -> str:
    """Return a text for the log, so that the runner takes nothing in it for a command."""
    end = secrets.token_hex(16)
    return f"::stop-commands::{end}\n{text}\n::{end}::"


def annotations_of(report: Report) -> str:
    """Return commands to the runner, one per line: errors for what makes the run fail, warnings for the baseline."""
    found = []
    for each in report.of("broken"):
        title, seen = _told(each)
        found.append(_command("error" if each in report.new else "warning", title, f"{seen} ({each.clause.basis})"))
    if report.outcome == "not judged":
        said = report.stopped or f"not tested: {', '.join(report.unasked)}"
        found.insert(0, _command("error", "It could not be judged", said))
    elif report.exit_code == 1 and not report.new:
        said = f"{len(report.of('not reached'))} clauses not reached, {len(report.left)} snapshots left"
        found.append(_command("error", f"--fail-on {','.join(report.fail_on)}", said))
    if report.unwritten:
        found.insert(0, _command("error", "No reports", report.unwritten))
    return "\n".join(found[:_ANNOTATIONS])


def add_summary(report: Report, file: Path) -> None:
    """Add the summary to the file that the runner shows. Raises OSError."""
    with file.open("a", encoding="utf-8", errors="backslashreplace") as summary:
        summary.write("\n\n".join(_summary(report)) + "\n")


def _told(verdict: Verdict) -> tuple[str, str]:
    """Return title and text of a broken clause."""
    return f"{verdict.clause.number} {verdict.clause.id}", verdict.deviations[0].sentence


def _basis(report: Report, verdict: Verdict) -> str:
    return verdict.clause.basis + (", in the baseline" if verdict not in report.new else "")


def _command(kind: str, title: str, text: str) -> str:
    return f"::{kind} title={_escaped(title).replace(':', '%3A').replace(',', '%2C')}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _summary(report: Report) -> Iterator[str]:
    yield f"## dws-contract: {report.headline}"
    if report.stopped:
        yield _plain(report.stopped)
    counts = ", ".join(f"{len(report.of(state))} {state}" for state in ("held", "broken", "not reached"))
    yield (
        f"{_plain(report.url)}: {counts}. {report.requests} requests, {len(report.created)} snapshots created, "
        f"{report.seconds:.1f} s. Repeat this run with `{report.repeated_by}`. {report.judged_by}."
    )
    broken = report.of("broken")
    if broken:
        cells = ((*_told(each), _basis(report, each), str(each.broken)) for each in broken)
        rows = (f"| {' | '.join(map(_plain, row))} |" for row in cells)
        yield "\n".join(["| broken clause | what was seen | based on | requests |", "|---|---|---|--:|", *rows])
    yield from map(_details, broken[:_DETAILS])
    for operation, reason in report.unasked.items():
        yield f"- not tested: {_plain(operation)}: {_plain(reason)}"
    if missed := report.of("not reached"):
        items = "\n".join(f"<li>{escape(f'{each.clause.id}: {each.reason}')}</li>" for each in missed)
        yield f"<details><summary>{len(missed)} clauses not reached</summary>\n<ul>\n{items}\n</ul>\n</details>"
    yield from (f"- left behind: {_plain(f'{each.name} {each.id}')}" for each in report.left)


def _details(verdict: Verdict) -> str:
    """Return the clearest deviation of a clause, folded. Escaped text cannot end the element `pre` early."""
    clearest = verdict.deviations[0]
    texts = (clearest.request, clearest.answer, clearest.curl)
    shown = "\n\n".join(f"<pre>{escape(text if len(text) <= _LONGEST else _TOO_LONG)}</pre>" for text in texts)
    head = escape(f"{verdict.clause.number} {verdict.clause.id}: {verdict.promise}")
    return f"<details><summary>{head}</summary>\n\n{shown}\n\n</details>"


def _plain(text: str) -> str:
    """Return a text in one line, escaped so that Markdown shows it unchanged."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
