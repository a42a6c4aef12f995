"""Pages while others are created and deleted on later pages: a reader sees every snapshot that stays exactly once."""

from __future__ import annotations

import threading
from typing import Any

from dws_contract.probes import live
from dws_contract.steps.asking import Run
from dws_contract.steps.known import CREATING, entries
from dws_contract.steps.questions import OK, Probe
from dws_contract.traffic.messages import Exchange
from dws_contract.traffic.paging import all_pages
from dws_contract.verdicts.reading import called

_CLAUSE = "pages-whole"
_ROUNDS = 6
_LIMIT = 3
_MOST_WALKS = 4
_PAGES = 6
_SLOW = "in part: making a snapshot takes too long to create and delete some while pages are read"


def ask(run: Run) -> None:
    """Read pages, the oldest snapshots first, while others are created and deleted at the end."""
    spare = _spare(run)
    if spare is None:
        return
    order = _by_time(run)
    if order is None or not run.findings.carries("page-offset"):
        run.findings.miss(_CLAUSE, "in part: pages cannot be read in order of time")
        return
    stay, first = _staying(run, order)
    if len(stay) <= _LIMIT:
        run.findings.miss(_CLAUSE, "in part: there were too few snapshots to read while others are created and deleted")
        return
    churn = Churn(run, order, first, _told_at_once(run))
    run.sender.observe(run.requests.delete(spare))
    churn.thread.start()
    walks = []
    try:
        for _ in range(_MOST_WALKS):
            walks.append(_walk(run, churn, len(stay) + run.options.max_creates))
            if churn.done.is_set():
                break
    finally:
        churn.done.set()
        churn.thread.join()
    for each in churn.sent:
        run.notes.note(each)
    still = {each["id"].lower() for each in entries(run.listing.read().json)}
    for walk in walks:
        if still.issuperset(stay):
            _conclude(run, stay, walk)
        else:
            run.findings.miss(_CLAUSE, "in part: somebody else deleted snapshots of the cluster meanwhile")


def _by_time(run: Run) -> dict[str, str] | None:
    """Return a query that sorts pages by time, the oldest first; None if the service supports none."""
    for key in ("started", "startTime"):
        order: dict[str, str] = {"sort_key": key, "sort_dir": "asc"}
        pages = all_pages(run, **order)
        times = [str(each.get("started", "")) for each in pages.snapshots]
        if (pages.is_whole or run.listing.is_long) and all(times) and times == sorted(times):
            return order
    return None


def _told_at_once(run: Run) -> int:
    """Return how many snapshots a page without a limit contains if these are all, else 0.

    A page of at most that length was not cut short by the service's limit: it must be as long as its `count`.
    """
    if run.listing.is_long:
        return 0
    exchange = run.sender.observe(run.requests.page())
    found = entries(exchange.json)
    return len(found) if found and exchange.json.get("count") == len(found) else 0


def _spare(run: Run) -> str | None:
    """Return the ID of a new snapshot, None if creates take too long or the limits do not allow enough of them."""
    if run.budget.creates_left <= _ROUNDS + 1:
        run.findings.miss(_CLAUSE, f"in part: --max-creates {run.options.max_creates} was used up")
        return None
    before = run.waiting.spent
    known = live.new(run, _CLAUSE)
    if known is None or run.waiting.spent - before > 1:
        run.findings.miss(_CLAUSE, _SLOW)
        return None
    return known.id


def _older(run: Run) -> list[str]:
    """Return the IDs of the cluster's snapshots that come before all that are made from now on.

    Times are in whole seconds, and equal ones are sorted by ID. So snapshots of the newest second are left out.
    """
    own = run.options.cluster_id.lower()
    found = [each for each in live.listed(run) if str(each.get("cluster_id")).lower() == own]
    newest = max((str(each.get("started")) for each in found), default="")
    return [each["id"].lower() for each in found if str(each.get("started")) < newest]


def _staying(run: Run, order: dict[str, str]) -> tuple[list[str], int]:
    """Return the IDs of the snapshots that stay on the pages to read, and the number of the first of these pages.

    If there are many pages, only the last ones are read: they are nearest to the snapshots that come and go.
    """
    older = _older(run)
    if not run.listing.is_long:
        return older, 0
    first = max(0, len(older) // _LIMIT - _PAGES)
    requests = [run.requests.page(**order, limit=_LIMIT, offset=first + number) for number in range(_PAGES)]
    seen = {each["id"].lower() for request in requests for each in entries(run.sender.observe(request).json)}
    return sorted(seen.intersection(older)), first


class Churn:
    """Creates and deletes while pages are read, one step for each page. The answers are not judged.

    done: set when it is over, or must end; sent: the exchanges; order: the query that sorts by time; first: the number
    of the first page to read; whole: how many snapshots one page can contain, as far as is known.
    """

    def __init__(self, run: Run, order: dict[str, str], first: int, whole: int) -> None:
        self._run = run
        self.order = order
        self.first = first
        self.whole = whole
        self._turns = threading.Semaphore(0)
        self.done = threading.Event()
        self.sent: list[Exchange] = []
        self.thread = threading.Thread(target=self._come_and_go)

    def step(self) -> None:
        """Let one more create or delete happen, at the same time as the next request."""
        self._turns.release()

    def _come_and_go(self) -> None:
        for _ in range(_ROUNDS):
            if not self._may_go_on():
                return
            self.sent.append(self._run.target.send(self._run.requests.create()))
            body = self.sent[-1].json
            snapshot = body.get("snapshot") if isinstance(body, dict) else None
            id_ = snapshot.get("id") if isinstance(snapshot, dict) else None
            if isinstance(id_, str) and self._may_go_on() and self._is_made(id_):
                self.sent.append(self._run.target.send(self._run.requests.delete(id_)))
        self.done.set()

    def _may_go_on(self) -> bool:
        while not self._turns.acquire(timeout=0.1):
            if self.done.is_set():
                return False
        return not self.done.is_set()

    def _is_made(self, id_: str) -> bool:
        while not self.done.is_set():
            details = entries(self._run.target.send(self._run.requests.details(id_)).json)
            if not details or details[0].get("status") != CREATING:
                return True
            self.done.wait(0.01)
        return False


def _walk(run: Run, churn: Churn, most: int) -> list[tuple[Exchange, list[dict[str, Any]]]]:
    pages: list[tuple[Exchange, list[dict[str, Any]]]] = []
    while True:
        request = run.requests.page(**churn.order, limit=_LIMIT, offset=churn.first + len(pages))
        churn.step()
        exchange = run.target.send(request)
        found = entries(exchange.json)
        pages.append((exchange, found))
        if not churn.done.is_set() and not run.listing.is_long:
            _whole(run, churn, is_page=len(pages) % 2 == 1)
        if not exchange.accepted or not found or len(pages) > most:
            return pages


def _whole(run: Run, churn: Churn, is_page: bool) -> None:
    """Read all snapshots at once. The answer must be of one moment, even if others change. A page may be cut short."""
    clause, what = ("page-count", "a page of all") if is_page else ("list-count", "a list")
    churn.step()
    exchange = run.target.send(run.requests.page() if is_page else run.requests.lists())
    body = exchange.json if exchange.accepted else None
    count = body.get("count") if isinstance(body, dict) else None
    length = len(entries(body))
    if count is None or length == count or (is_page and length < count and length >= churn.whole):
        return
    sentence = f"{what} contains {length} snapshots, but says `count` {called(count)}; it must be of one moment"
    run.judge.break_(clause, sentence, exchange)


def _conclude(run: Run, stay: list[str], walk: list[tuple[Exchange, list[dict[str, Any]]]]) -> None:
    last = walk[-1][0]
    if not last.accepted:
        probe = Probe(
            clause=_CLAUSE,
            what="a page while snapshots were created and deleted",
            rule="it keeps every rule of the contract",
            request=last.request,
            expect=OK,
        )
        run.ask(probe)
        return
    seen = [each["id"].lower() for _, page in walk for each in page]
    lost = [each for each in stay if each not in seen]
    twice = [each for each in stay if seen.count(each) > 1]
    if lost or twice:
        at = next((page for page, found in walk if any(each["id"].lower() in twice for each in found)), last)
        sentence = (
            f"while others were created and deleted on later pages, the pages lacked {len(lost)} and "
            f"repeated {len(twice)} of the {len(stay)} snapshots that stayed"
        )
        run.judge.break_(_CLAUSE, sentence, at)
    else:
        run.findings.hold(_CLAUSE)
