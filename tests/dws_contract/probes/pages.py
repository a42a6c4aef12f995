"""Pages: their parameters, their order, and that together they are complete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from dws_contract.steps.asking import Run
from dws_contract.steps.known import entries
from dws_contract.steps.questions import OK, REFUSED
from dws_contract.traffic.messages import Exchange
from dws_contract.traffic.paging import LIMIT, Pages, all_pages, is_last, most
from dws_contract.verdicts.reading import called

_KEEPS = "it keeps every rule of the contract"
_EITHER = OK | REFUSED
_NO_NUMBERS = ("", "x", "abc", "all", "1x", "1.5", "0x1", "1,2", "null", "-1", "%EF%BC%91")
"""Values that are no numbers. The last one is a digit, but not of ASCII."""
_LARGE = (100, 1000, 2**31, 2**64)
_FAR = 10**6
_FARTHEST = (2**63 - 1, 2**64)
"""Offsets that overflow 64 bits, times the limit or by themselves."""
_TOLD = {
    "name": "name",
    "started": "started",
    "startTime": "started",
    "finished": "finished",
    "size": "size",
    "status": "status",
    "clusterName": "cluster_name",
    "no-such-key": "",
}
"""Sort keys that editions of the service or implementations may know, each with the member that it sorts by."""
_DIRECTIONS = ("asc", "desc", "ASC", "DESC")
_RECORDS = "`offset` counts records, not pages (the edition until 2024)"


def ask(run: Run) -> None:
    """Test pages of the cluster, when it is idle: a changing status would move a snapshot from page to page."""
    if run.snapshots.was_creating:
        run.waiting.until_idle(run.options.cluster_id)
    scene = _certain(Scene.of(run), _limits, _offsets)
    _sorting(run)
    if not run.findings.carries("page-offset"):
        for clause in ("page-sort", "page-count", "pages-whole"):
            run.findings.miss(clause, "in part: not all pages can be read, see page-offset")
        return
    _certain(scene, _walks)


def _certain(scene: Scene, *parts: Callable[[Scene], None]) -> Scene:
    """Test pages. If they differ from the list, read both again: a difference that is seen twice is a deviation.

    Return the last scene.
    """
    for part in parts:
        part(scene)
    if not scene.doubts:
        return scene
    again = Scene.of(scene.run)
    if again.listed == scene.listed is not None:
        for part in parts:
            part(again)
    clauses = {doubt.clause for doubt in again.doubts}
    strangers = scene.strangers | again.strangers
    for doubt in scene.doubts:
        if strangers or doubt.clause not in clauses:
            scene.run.findings.miss(doubt.clause, "somebody else changed snapshots of the cluster meanwhile")
        else:
            scene.run.judge.break_(doubt.clause, doubt.sentence, doubt.exchange)
    again.doubts.clear()
    return again


def _walks(scene: Scene) -> None:
    for direction in _DIRECTIONS[:2]:
        for key in _TOLD:
            _walk(scene, key, direction)
    for direction in _DIRECTIONS[2:]:
        _walk(scene, "name", direction)


def get(run: Run, clause: str, what: str, expect: frozenset[int] = OK, **query: object) -> Exchange | None:
    """Request a page with a correct query. Return the answer, None if it is not a page."""
    request = run.requests.call("listClusterSnapshots", query=query)
    exchange = run.expect(expect, clause, what, request, _KEEPS)
    return exchange if exchange is not None and exchange.accepted else None


def ids(exchange: Exchange | None) -> list[str]:
    """Return the IDs of a page in lower case, in its order."""
    return [each["id"].lower() for each in entries(exchange.json)] if exchange is not None else []


@dataclass(frozen=True)
class Doubt:
    """A deviation, unless somebody else created or deleted snapshots meanwhile."""

    clause: str
    sentence: str
    exchange: Exchange


@dataclass(frozen=True)
class Scene:
    """The cluster's snapshots before pages are read.

    every: the snapshots; listed: their IDs in the list, None if it cannot be read; doubts: differences on pages;
    strangers: IDs on pages that neither the list nor this run knows, because somebody else made the snapshots.
    """

    run: Run
    every: list[dict[str, Any]]
    listed: frozenset[str] | None
    doubts: list[Doubt] = field(default_factory=list)
    strangers: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, run: Run) -> Scene:
        """Read the list and add the snapshots that only pages contain. Such snapshots are a deviation of the list."""
        answer = run.listing.read()
        listed = _own(run, answer)
        known = frozenset(each["id"].lower() for each in listed)
        own = run.options.cluster_id.lower()
        paged = {each["id"].lower(): each for each in all_pages(run).snapshots}
        more = [each for id_, each in paged.items() if id_ not in known and str(each.get("cluster_id")).lower() == own]
        again = frozenset(each["id"].lower() for each in _own(run, run.listing.read())) if more else known
        if (
            known == again
            and more
            and answer.accepted
            and run.sender.send(run.requests.details(more[0]["id"])).accepted
        ):
            sentence = f"a list lacks {called(more[0].get('name'))}, which a page of its cluster contains"
            run.judge.break_("list-complete", sentence, answer)
        return cls(run, listed + more, known if answer.accepted else None)

    def due(self, walked: Pages, member: str) -> set[str]:
        """Return the IDs that pages must contain: all if they are complete, else those between their first and last."""
        if walked.is_whole:
            return {each["id"].lower() for each in self.every}
        times = [str(each.get(member)) for each in walked.snapshots if each.get(member)]
        if member != "started" or not times:
            return set()
        return {each["id"].lower() for each in self.every if min(times) < str(each.get(member, "")) < max(times)}

    def deviate(self, clause: str, sentence: str, exchange: Exchange) -> None:
        """Note a deviation that is still in doubt."""
        self.doubts.append(Doubt(clause, sentence, exchange))

    def meet(self, exchange: Exchange) -> None:
        """Look on a page for snapshots that somebody else made since the list was read."""
        known = {each["id"].lower() for each in self.every} | self.run.snapshots.by_id.keys()
        self.strangers.update({each["id"].lower() for each in _own(self.run, exchange)} - known)


def _own(run: Run, exchange: Exchange) -> list[dict[str, Any]]:
    own = run.options.cluster_id.lower()
    return [each for each in entries(exchange.json) if str(each.get("cluster_id")).lower() == own]


def _limits(scene: Scene) -> None:
    clause, says = "page-limit", "the contract requires an integer above 0"
    for limit in (1, 2, 3, LIMIT):
        exchange = get(scene.run, clause, f"a page with the limit {limit}", limit=limit)
        _at_most(scene, clause, exchange, limit)
    # If a page with a large limit would be huge, one after the last page tests the limit as well.
    beyond = {"offset": _FAR} if scene.run.listing.is_long else {}
    for limit in _LARGE:
        exchange = get(scene.run, clause, f"a page with the limit {limit}", _EITHER, limit=limit, **beyond)
        _at_most(scene, clause, exchange, limit)
    for bad in ("0", "1_0", *_NO_NUMBERS):
        _refuse(scene.run, clause, f"limit={bad}", says)


def _at_most(scene: Scene, clause: str, exchange: Exchange | None, length: int) -> None:
    found = 0 if exchange is None else len(entries(exchange.json))
    if exchange is not None and found > length:
        scene.deviate(clause, f"a page contains {found} snapshots, but at most {length} are allowed", exchange)


def _offsets(scene: Scene) -> None:
    run, clause = scene.run, "page-offset"
    order, bare = _by_name(run)
    first = get(run, clause, "the page with the offset 0", OK, **order, offset=0, limit=2)
    if first is not None and bare is not None and ids(first) != ids(bare):
        scene.deviate(clause, "a page without an offset is not the one with the offset 0", bare)
    second = get(run, clause, "the page with the offset 1", OK, **order, offset=1, limit=2)
    whole = ids(get(run, clause, "a page of four", OK, **order, limit=4))
    counts_records = False
    if second is not None and bare is not None:
        held, before = ids(second), ids(first)
        counts_records = held[:1] == before[1:] != []
        if counts_records:
            scene.deviate(clause, f"the page with the offset 1 begins with the second snapshot: {_RECORDS}", second)
        elif set(held) & set(before) or (len(before) == 2 and len(whole) == 4 and {*before, *held} != {*whole}):
            sentence = "the page with the offset 1 does not begin where the one with the offset 0 ends"
            scene.deviate(clause, f"{sentence}; `offset` counts pages", second)
    for offset in (len(scene.every) + 1, _FAR):
        exchange = get(run, clause, f"the page with the offset {offset}", offset=offset, limit=1)
        _at_most(scene, clause, exchange, 0)
    for offset in _FARTHEST:
        exchange = get(run, clause, f"the page with the offset {offset}", _EITHER, offset=offset, limit=2)
        _at_most(scene, clause, exchange, 0)
    # Without a limit, a page contains as many as the service likes, but the first page no fewer than the second.
    alone = get(run, clause, "the page with the offset 1, without a limit", offset=1)
    if alone is not None and not counts_records and 2 * len(ids(alone)) > len(scene.every):
        sentence = f"the page with the offset 1 contains {len(ids(alone))} of {len(scene.every)} snapshots"
        scene.deviate(clause, f"{sentence}, which leaves too few for the page before it", alone)
    for bad in _NO_NUMBERS:
        _refuse(run, clause, f"offset={bad}", "the contract requires an integer from 0")


def _by_name(run: Run) -> tuple[dict[str, object], Exchange | None]:
    """Return an order that the service accepts, and a page in it. Pages in no order can't be compared."""
    for direction in ("asc", "ASC"):
        order: dict[str, object] = {"sort_key": "name", "sort_dir": direction}
        bare = get(run, "page-sort", "a page without an offset", _EITHER, **order, limit=2)
        if bare is not None:
            return order, bare
    return {}, None


def _sorting(run: Run) -> None:
    """Send wrong directions, and odd keys: these may be refused, but the service must not fail."""
    for direction in ("", "ascending", "up", "1", "asc,desc", "asc%20", "asc%27"):
        _refuse(run, "page-sort", f"sort_dir={direction}", "the contract allows only asc and desc")
    for key in ("", "1", "name,size", "name%20", "name%27", "name;--"):
        request = run.requests.call("listClusterSnapshots", query=f"sort_key={key}&limit=1")
        what = f"a page with sort_key={key}"
        run.expect(_EITHER, "page-sort", what, request, _KEEPS)


def _refuse(run: Run, clause: str, query: str, rule: str) -> None:
    request = run.requests.call("listClusterSnapshots", query=query)
    run.refuse(clause, f"a page with {query}", request, rule)


def _walk(scene: Scene, key: str, direction: str) -> None:
    """Read all pages in an order, unless it is refused, and compare them with the list."""
    run, count = scene.run, len(scene.every)
    size = max(3, min(-(-count // 3), 100))
    what = f"a page sorted by {key} {direction}"
    order: dict[str, object] = {"sort_key": key, "sort_dir": direction}
    pages: list[Exchange] = []
    while not pages or not is_last(pages, most(run)):
        expect = OK if pages else _EITHER
        exchange = get(run, "page-sort", what, expect, **order, limit=size, offset=len(pages))
        if exchange is None:
            return
        pages.append(exchange)
        scene.meet(exchange)
        told = exchange.json.get("count", count) if isinstance(exchange.json, dict) else count
        if told != count:
            sentence = f"a page says `count` {called(told)}, but the list has {count} snapshots of the cluster"
            scene.deviate("page-count", sentence, exchange)
        else:
            run.findings.hold("page-count")
        _at_most(scene, "page-limit", exchange, size)
    walked = Pages(pages, most(run))
    if len(entries(pages[0].json)) == size and not walked.is_whole:
        _tail(scene, what, order, size)
    found, wanted = walked.ids, scene.due(walked, _TOLD[key])
    lost, more = wanted - set(found), len(found) - len(set(found))
    if lost or more:
        which = "the pages" if walked.is_whole else f"the first {len(pages)} pages"
        sentence = f"{which} sorted by {key} {direction} lack {len(lost)} snapshots and repeat {more}"
        scene.deviate("pages-whole", sentence, pages[-1])
    else:
        run.findings.hold("pages-whole")
    if told := disorder(walked.snapshots, _TOLD[key], direction.lower()):
        scene.deviate("page-sort", f"pages sorted by {key} {direction}: {told}", pages[-1])
    else:
        run.findings.hold("page-sort")


def _tail(scene: Scene, what: str, order: dict[str, object], size: int) -> None:
    """Read the last page of many, which is the rest, and the one after it, which is empty."""
    whole, over = divmod(len(scene.every), size)
    for offset, length in ((whole, over), (whole + 1, 0)):
        exchange = get(scene.run, "page-sort", what, OK, **order, limit=size, offset=offset)
        if exchange is not None and len(entries(exchange.json)) != length:
            told = f"page {offset} of {len(scene.every)} snapshots, with {size} per page, contains"
            sentence = f"{told} {len(entries(exchange.json))}, but must contain {length}"
            scene.deviate("pages-whole", sentence, exchange)


def disorder(walked: list[dict[str, Any]], member: str, direction: str) -> str:
    """Return what is out of order, empty if nothing is. It counts only if every way of comparing agrees."""
    if direction == "desc":
        walked = walked[::-1]
    values = [each.get(member) for each in walked]
    is_text = all(isinstance(value, str) for value in values)
    if not (is_text or all(type(value) in (int, float) for value in values)) or member == "status":
        return ""  # Values of other types have no order; the clauses on answers report them.
    ways: list[Callable[[Any], Any]] = [lambda value: value]
    if is_text and member in ("name", "cluster_name"):
        ways += [str.lower, lambda value: "".join(filter(str.isalnum, value.lower()))]
    for before, after in pairwise(values):
        if all(way(before) > way(after) for way in ways):
            return f"{before!r} and {after!r} are in the wrong order"
    return ""
