"""JSON, for machines."""

from __future__ import annotations

import json
from dataclasses import asdict

from dws_contract.report import Report
from dws_contract.verdicts.findings import Verdict


def render(report: Report) -> str:
    """Return the report as a JSON document."""
    document = {
        "outcome": report.outcome,
        "stopped": report.stopped,
        "stopped_by": report.stopped_by,
        "target": {"url": report.url, "project_id": report.project_id, "cluster_id": report.cluster_id},
        "versions": dict(report.versions),
        "seed": report.seed,
        "only": list(report.only),
        "operations": list(report.operations),
        "excluded": list(report.excluded),
        "sourced": report.sourced,
        "new": [verdict.clause.id for verdict in report.new],
        "unasked": dict(report.unasked),
        "started": report.started,
        "seconds": round(report.seconds, 3),
        "requests": report.requests,
        "creates": len(report.created),
        "clauses": [_clause(verdict) for verdict in report.verdicts],
        "created": [asdict(snapshot) for snapshot in report.created],
        "left": [asdict(snapshot) for snapshot in report.left],
        "restored": list(report.restored),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _clause(verdict: Verdict) -> dict[str, object]:
    return {
        "number": verdict.clause.number,
        "id": verdict.clause.id,
        "topic": verdict.clause.topic,
        "promise": verdict.promise,
        "source": verdict.clause.source,
        "origin": verdict.clause.origin,
        "decisions": list(verdict.clause.decisions),
        "state": verdict.state,
        "held": verdict.held,
        "broken": verdict.broken,
        "seconds": round(verdict.seconds, 3),
        "reason": verdict.reason,
        "deviations": [asdict(deviation) for deviation in verdict.deviations],
    }
