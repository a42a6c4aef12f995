"""The summary that a terminal shows."""

from __future__ import annotations

import textwrap

from dws_contract.ledger import Verdict
from dws_contract.report import Report

_WIDTH = 100


def render(report: Report) -> str:
    """Return the report as plain text: what is broken with one example each, what was not reached, and the count."""
    blocks = [_broken(verdict) for verdict in report.of("broken")]
    unreached = report.of("not reached")
    if unreached and not report.stopped:
        blocks.append("\n".join(["NOT REACHED, so neither held nor broken:", *map(_unreached, unreached)]))
    return "\n\n".join([*blocks, _conclusion(report)])


def _broken(verdict: Verdict) -> str:
    clearest = verdict.deviations[0]
    more = f"   ({verdict.broken} requests like this)" if verdict.broken > 1 else ""
    parts = (clearest.request, f"→ {clearest.answer}", f"Repeat it:\n{clearest.curl}")
    details = "\n\n".join(textwrap.indent(part, "    ") for part in parts)
    head = f"BROKEN {verdict.clause.number} {verdict.clause.id}: {verdict.promise}"
    return f"{head}\n  {clearest.sentence}{more}\n\n{details}"


def _unreached(verdict: Verdict) -> str:
    return f"  {verdict.clause.number:2} {verdict.clause.id}: {verdict.reason}"


def _conclusion(report: Report) -> str:
    held, broken, unreached = (len(report.of(state)) for state in ("held", "broken", "not reached"))
    counts = f"{held} clauses held, {broken} broken, {unreached} not reached"
    cost = f"{report.requests} requests, {len(report.created)} snapshots created, {report.seconds:.1f} s"
    verdict = {
        "conforms": f"It conforms: {counts}.",
        "deviates": f"It deviates: {counts}.",
        "not judged": f"It could not be judged: {counts} so far.",
    }[report.outcome]
    return f"{verdict}\n{cost}. Repeat this run with --seed {report.seed}."
