"""Pages while snapshots are created and deleted behind them: what stays is seen once by who goes through them."""

from __future__ import annotations

import threading
from typing import Any

from dws_contract.book import CREATING, entries
from dws_contract.examiner import Examiner
from dws_contract.messages import Exchange
from dws_contract.probes import live
from dws_contract.questions import OK, Probe

_CLAUSE = "pages-whole"
_ROUNDS = 6
_LIMIT = 3
_MOST_WALKS = 4
_SLOW = "in part: making a snapshot takes too long to create and delete some during a walk"


def ask(examiner: Examiner) -> None:
    """Go through pages, the oldest first, while others come and go at the end."""
    if not _is_quick(examiner):
        return
    stay = _older(examiner)
    if len(stay) <= _LIMIT:
        examiner.ledger.miss(_CLAUSE, "in part: there were too few snapshots to go through while others come and go")
        return
    done = threading.Event()
    churned: list[Exchange] = []
    thread = threading.Thread(target=_churn, args=(examiner, done, churned))
    thread.start()
    walks = []
    try:
        for _ in range(_MOST_WALKS):
            walks.append(_walk(examiner))
            if done.is_set():
                break
    finally:
        done.set()
        thread.join()
    for each in churned:
        examiner.note(each)
    still = {each["id"].lower() for each in live.listed(examiner)}
    for walk in walks:
        _judge(examiner, [each for each in stay if each in still], walk)


def _is_quick(examiner: Examiner) -> bool:
    """Whether creates can come and go during a walk, within the caps."""
    if examiner.creates_left() <= _ROUNDS + 1:
        examiner.ledger.miss(_CLAUSE, f"in part: --max-creates {examiner.options.max_creates} was used up")
        return False
    before = examiner.waiting.spent
    known = live.new(examiner, _CLAUSE)
    if known is None or examiner.waiting.spent - before > 1:
        examiner.ledger.miss(_CLAUSE, _SLOW)
        return False
    return True


def _older(examiner: Examiner) -> list[str]:
    """Return the IDs of the own cluster's snapshots that come before whatever is made from now on.

    Times are in whole seconds, and equal ones are sorted by ID: those of the newest second are not among them.
    """
    own = examiner.options.cluster_id.lower()
    found = [each for each in live.listed(examiner) if str(each.get("cluster_id")).lower() == own]
    newest = max((str(each.get("started")) for each in found), default="")
    return [each["id"].lower() for each in found if str(each.get("started")) < newest]


def _churn(examiner: Examiner, done: threading.Event, churned: list[Exchange]) -> None:
    """Create and delete, until the walks are over or the rounds are. The answers are not judged here."""
    for _ in range(_ROUNDS):
        if done.is_set():
            return
        created = examiner.target.send(examiner.create())
        churned.append(created)
        body = created.json
        snapshot = body.get("snapshot") if isinstance(body, dict) else None
        id_ = snapshot.get("id") if isinstance(snapshot, dict) else None
        while isinstance(id_, str) and not done.is_set():
            details = entries(examiner.target.send(examiner.details(id_)).json)
            if not details or details[0].get("status") != CREATING:
                churned.append(examiner.target.send(examiner.delete(id_)))
                break
            done.wait(0.01)
    done.set()


def _walk(examiner: Examiner) -> list[tuple[Exchange, list[dict[str, Any]]]]:
    pages: list[tuple[Exchange, list[dict[str, Any]]]] = []
    while True:
        request = examiner.page(sort_key="started", sort_dir="asc", limit=_LIMIT, offset=len(pages))
        exchange = examiner.target.send(request)
        found = entries(exchange.json)
        pages.append((exchange, found))
        if not exchange.accepted or not found or len(pages) > examiner.options.max_creates:
            return pages


def _judge(examiner: Examiner, stay: list[str], walk: list[tuple[Exchange, list[dict[str, Any]]]]) -> None:
    last = walk[-1][0]
    if not last.accepted:
        probe = Probe(
            clause=_CLAUSE,
            what="a page while snapshots were created and deleted",
            rule="it keeps every rule of the contract",
            request=last.request,
            expect=OK,
        )
        examiner.judge(probe, last)
        return
    seen = [each["id"].lower() for _, page in walk for each in page]
    lost = [each for each in stay if each not in seen]
    twice = [each for each in stay if seen.count(each) > 1]
    if lost or twice:
        at = next((page for page, found in walk if any(each["id"].lower() in twice for each in found)), last)
        sentence = (
            f"while others were created and deleted behind them, the pages lacked {len(lost)} and "
            f"repeated {len(twice)} of {len(stay)} snapshots that stayed"
        )
        examiner.judge_.break_(_CLAUSE, sentence, at)
    else:
        examiner.ledger.hold(_CLAUSE)
