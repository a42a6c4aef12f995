"""One HTML file for people: light and dark, without scripts and without requests to other hosts."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dws_contract.clauses import Origin
from dws_contract.report import Report, Snapshot
from dws_contract.verdicts.findings import Deviation, Verdict

_STYLE = """
:root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a404b); --soft: light-dark(#f5f6f8, #1d2128);
  --held: light-dark(#136b3a, #6fd39b); --broken: light-dark(#a31526, #ff8b94); --quiet: light-dark(#5a6270, #a2abba); }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem;
  background: light-dark(#ffffff, #14171c); color: light-dark(#1a1d23, #e6e9ef); overflow-wrap: anywhere; }
a { color: inherit; text-underline-offset: 0.15em; } ul { padding-left: 1.2rem; }
h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
.conforms, .held { color: var(--held); } .deviates, .broken { color: var(--broken); }
.quiet { color: var(--quiet); } code, pre { font: 0.85rem/1.45 ui-monospace, monospace; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 0.7rem;
  white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top;
  padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); }
td:first-child { text-align: right; width: 2.5rem; } td:last-child { width: 22rem; }
article { border-left: 4px solid var(--broken); padding-left: 1rem; margin: 2rem 0; }
@media (max-width: 40rem) { thead { display: none; } table, tbody, tr, td { display: block; }
  tr { border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
  td, td:first-child, td:last-child { border: 0; padding: 0.1rem 0; text-align: left; width: auto; }
  td:first-child { float: left; margin-right: 0.5rem; } article { padding-left: 0.7rem; } }
"""
_HEADS: dict[Origin, str] = {
    "sourced": "Deviations from what the sources state",
    "decided": "Deviations from the contract's own decisions",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render(report: Report) -> str:
    """Return the report as an HTML document."""
    title = report.headline
    counts = ", ".join(f"{len(report.of(state))} {state}" for state in ("held", "broken", "not reached"))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">
<title>dws-contract: {escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1 class="{report.outcome.replace(" ", "-")}">{escape(title)}</h1>
<p>{escape(report.stopped) or f"Clauses: {counts}."}</p>
{f"<pre>{escape(report.stopped_by)}</pre>" if report.stopped_by else ""}
<p class="quiet">{escape(report.url)}, project <code>{escape(report.project_id)}</code>, {escape(report.started)}.
{report.requests} requests, {len(report.created)} snapshots created, {report.seconds:.1f} s.
Repeat this run with <code>{escape(report.repeated_by)}</code>.<br>Judged by {escape(report.judged_by)}.</p>
</header>
<main>
{_deviations(report)}
{_unasked(report)}
<h2>Every clause</h2>
{_table(report)}
<h2>Snapshots that this run created</h2>
{_created(report)}
<h2>What it left behind</h2>
{_left(report)}
</main>
</body>
</html>
"""


def _deviations(report: Report) -> str:
    """The broken clauses that the sources state, then those that the document decides."""
    found = {head: [_article(report, each) for each in report.broken(origin)] for origin, head in _HEADS.items()}
    return "".join(f"<h2>{head}</h2>{''.join(articles)}" for head, articles in found.items() if articles)


def _article(report: Report, verdict: Verdict) -> str:
    known = "" if verdict in report.new else ' <span class="quiet">in the baseline</span>'
    examples = "".join(_deviation(deviation) for deviation in verdict.deviations)
    return f"""<article id="{escape(verdict.clause.id)}">
<h3>{verdict.clause.number} <a href="{_place(report, verdict)}">{escape(verdict.clause.id)}</a>{known}</h3>
<p>{escape(verdict.promise)} <span class="quiet">Source: {escape(verdict.clause.source)}</span></p>
{examples}
<p class="quiet">{verdict.broken} request{"" if verdict.broken == 1 else "s"} broke it, {verdict.held} held it.</p>
</article>"""


def _place(report: Report, verdict: Verdict) -> str:
    """Return the link of a clause: to the documentation, or to the table."""
    if report.docs:
        return escape(f"{report.docs}/clauses.html#{verdict.clause.id}")
    return f"#{escape(_row_id(verdict))}"


def _row_id(verdict: Verdict) -> str:
    return f"clause-{verdict.clause.id}"


def _deviation(deviation: Deviation) -> str:
    return f"""<p><strong class="broken">{escape(deviation.sentence)}</strong></p>
<pre>{escape(deviation.request)}</pre>
<pre>{escape(deviation.answer)}</pre>
<p>Repeat it:</p>
<pre>{escape(deviation.curl)}</pre>"""


def _table(report: Report) -> str:
    return "".join(_topic(report, topic, verdicts) for topic, verdicts in report.topics.items())


def _topic(report: Report, topic: str, verdicts: list[Verdict]) -> str:
    rows = "".join(_row(report, verdict) for verdict in verdicts)
    return f"""<h3>{escape(topic)}</h3>
<table>
<thead><tr><th scope="col">No.</th><th scope="col">Clause</th><th scope="col">State</th></tr></thead>
<tbody>{rows}</tbody>
</table>
"""


def _row(report: Report, verdict: Verdict) -> str:
    id_ = escape(verdict.clause.id)
    broken = f'<a href="#{id_}">broken ({verdict.broken})</a>'
    state = {"held": f"held ({verdict.held})", "broken": broken}.get(verdict.state, "not reached")
    reason = f'<br><span class="quiet">{escape(verdict.reason)}</span>' if verdict.reason else ""
    kind = verdict.state if verdict.state != "not reached" else "quiet"
    name = f'<a href="{_place(report, verdict)}"><code>{id_}</code></a>' if report.docs else f"<code>{id_}</code>"
    promise = f'{escape(verdict.promise)}<br><small class="quiet">{escape(verdict.clause.source)}</small>'
    return (
        f'<tr id="{escape(_row_id(verdict))}"><td>{verdict.clause.number}</td><td>{name}<br>{promise}</td>'
        f'<td class="{kind}">{state}{reason}</td></tr>\n'
    )


def _unasked(report: Report) -> str:
    items = "".join(f"<li><code>{escape(each)}</code>: {escape(why)}</li>\n" for each, why in report.unasked.items())
    return f"<h2>Operations that were not tested</h2>\n<ul>{items}</ul>" if items else ""


def _left(report: Report) -> str:
    clusters = "".join(f"<li>cluster <code>{escape(each or 'no ID')}</code></li>\n" for each in report.restored)
    if not report.left and not clusters:
        return "<p>Nothing: everything that it created was deleted.</p>"
    return f"<ul>{_items(report.left)}{clusters}</ul>"


def _items(snapshots: Sequence[Snapshot]) -> str:
    return "".join(
        f'<li><code>{escape(each.name)}</code> <span class="quiet">{escape(each.id or "no ID")}</span></li>\n'
        for each in snapshots
    )


def _created(report: Report) -> str:
    if not report.created:
        return "<p>None.</p>"
    items = _items(report.created)
    return f"<details><summary>{len(report.created)} snapshots</summary><ul>{items}</ul></details>"
