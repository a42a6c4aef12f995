"""The summary that a terminal shows."""

from __future__ import annotations

import textwrap
from collections import Counter

from dws_contract.clauses import Origin
from dws_contract.report import Report
from dws_contract.verdicts.findings import State, Verdict

_HEADS: dict[Origin, str] = {
    "sourced": "BY WHAT THE SOURCES STATE:",
    "decided": "BY THE CONTRACT'S OWN DECISIONS, where the sources are silent (--sourced leaves them out):",
}
_STATES: tuple[State, ...] = ("held", "broken", "not reached")


def render(report: Report) -> str:
    """Return the report as plain text: broken clauses with one example each, what was not tested, and the counts."""
    blocks = []
    for origin, head in _HEADS.items():
        found = [_broken(verdict, verdict in report.new) for verdict in report.broken(origin)]
        blocks += [head, *found] if found else []
    unreached = [verdict for verdict in report.of("not reached") if verdict not in report.unsourced]
    if unreached and not report.stopped:
        blocks.append("\n".join(["NOT REACHED, so neither held nor broken:", *_unreached(unreached)]))
    if report.unasked:
        lines = [f"  {operation}: {reason}" for operation, reason in report.unasked.items()]
        blocks.append("\n".join(["NOT TESTED, so nothing is known about these operations:", *lines]))
    if report.left or report.restored:
        blocks.append("\n".join(_remains(report)))
    if report.stopped_by:
        blocks.append(f"THE ANSWER THAT STOPPED IT:\n\n{textwrap.indent(report.stopped_by, '    ')}")
    return "\n\n".join([*blocks, _topics(report), _conclusion(report)])


def _broken(verdict: Verdict, is_new: bool) -> str:
    clearest = verdict.deviations[0]
    more = f"   ({verdict.broken} requests like this)" if verdict.broken > 1 else ""
    parts = (clearest.request, f"→ {clearest.answer}", f"Repeat it:\n{clearest.curl}")
    details = "\n\n".join(textwrap.indent(part, "    ") for part in parts)
    head = (
        f"{'BROKEN' if is_new else 'BROKEN AS BEFORE'} {verdict.clause.number} {verdict.clause.id}: {verdict.promise}"
        f" ({verdict.clause.basis})"
    )
    return f"{head}\n  {clearest.sentence}{more}\n\n{details}"


def _unreached(verdicts: list[Verdict]) -> list[str]:
    """One line for each reason, with all its clauses."""
    reasons: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        reasons.setdefault(verdict.reason, []).append(verdict)
    return [
        f"  {', '.join(f'{each.clause.number} {each.clause.id}' for each in some)}: {reason}"
        for reason, some in reasons.items()
    ]


def _remains(report: Report) -> list[str]:
    """What the run left behind, for a person to remove."""
    lines = [f"  snapshot {each.name} {each.id or '(the answer had no ID)'}" for each in report.left]
    lines += [f"  cluster {each or '(the answer had no ID)'}" for each in report.restored]
    return ["LEFT BEHIND:", *lines]


def _topics(report: Report) -> str:
    lines = []
    for topic, verdicts in report.topics.items():
        counts = Counter(verdict.state for verdict in verdicts)
        said = ", ".join(f"{counts[state]} {state}" for state in _STATES if counts[state])
        lines.append(f"{topic:20} {said}")
    return "\n".join(lines)


def _conclusion(report: Report) -> str:
    held, broken, unreached = (len(report.of(state)) for state in ("held", "broken", "not reached"))
    stated = len(report.broken("sourced"))
    parts = f" ({stated} by the sources, {broken - stated} by decisions)" if broken else ""
    counts = f"{held} clauses held, {broken} broken{parts}, {unreached} not reached"
    made = f"{len(report.created)} snapshots created, {len(report.left)} of them left"
    if report.restored:
        made += f", {len(report.restored)} cluster{'' if len(report.restored) == 1 else 's'} restored"
    cost = f"{report.requests} requests, {made}, {report.seconds:.1f} s"
    known = broken - len(report.new)
    counts += f", {len(report.unsourced)} of them left out by --sourced" if report.sourced else ""
    counts += f"; {known} of the broken ones are in the baseline" if known else ""
    so_far = " so far" if report.outcome == "not judged" else ""
    verdict = f"{report.headline}: {counts}{so_far}.\nJudged by {report.judged_by}."
    return f"{verdict}\n{cost}. Repeat this run with {report.repeated_by}."
