"""Pages: their parameters, their order, and that together they are the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dws_contract.examiner import Examiner
from dws_contract.known import entries
from dws_contract.messages import Exchange
from dws_contract.paging import LIMIT, Pages, is_last
from dws_contract.questions import OK, REFUSED, Probe

_KEEPS = "it keeps every rule of the contract"
_EITHER = OK | REFUSED
_NO_NUMBERS = ("", "x", "abc", "all", "1x", "1.5", "0x1", "1,2", "null", "-1")
_LARGE = (100, 1000, 2**31, 2**64)
_FAR = 10**6
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
"""Sort keys that editions name or implementations may know, each with the member that it sorts by."""
_DIRECTIONS = ("asc", "desc", "ASC", "DESC")
_RECORDS = "`offset` counts records, not pages (the edition until 2024)"


def ask(examiner: Examiner) -> None:
    """Ask about pages of the own cluster. A status that changes on the way would move a snapshot from page to page."""
    if examiner.snapshots.was_creating:
        examiner.waiting.until_idle(examiner.options.cluster_id)
    scene = Scene.of(examiner)
    _limits(scene)
    _offsets(scene)
    _sorting(examiner)
    if not examiner.findings.carries("page-offset"):
        for clause in ("page-sort", "page-count", "pages-whole"):
            examiner.findings.miss(clause, "in part: pages cannot be gone through, see page-offset")
        return
    for direction in _DIRECTIONS[:2]:
        for key in _TOLD:
            _walk(scene, key, direction)
    for direction in _DIRECTIONS[2:]:
        _walk(scene, "name", direction)


def get(examiner: Examiner, clause: str, what: str, expect: frozenset[int] = OK, **query: object) -> Exchange | None:
    """Ask for a page with a query that keeps every rule. Return the answer, None where it is not the page."""
    request = examiner.call("listClusterSnapshots", query=query)
    exchange = examiner.ask(Probe(clause=clause, what=what, rule=_KEEPS, request=request, expect=expect))
    return exchange if exchange is not None and exchange.accepted else None


def ids(exchange: Exchange | None) -> list[str]:
    """Return the IDs of a page in lower case, in its order."""
    return [each["id"].lower() for each in entries(exchange.json)] if exchange is not None else []


@dataclass(frozen=True)
class Scene:
    """The own cluster's snapshots before the pages. listed: the IDs that the list told."""

    examiner: Examiner
    every: list[dict[str, Any]]
    listed: frozenset[str]

    @classmethod
    def of(cls, examiner: Examiner) -> Scene:
        """Take the list, and add what only a page of all holds, which is a deviation of the list."""
        answer = examiner.observe(examiner.lists())
        listed = _own(examiner, answer)
        known = frozenset(each["id"].lower() for each in listed)
        own = examiner.options.cluster_id.lower()
        paged = {each["id"].lower(): each for each in examiner.pages().snapshots}
        more = [each for id_, each in paged.items() if id_ not in known and str(each.get("cluster_id")).lower() == own]
        if more and answer.accepted and examiner.send(examiner.details(more[0]["id"])).accepted:
            sentence = f"a list lacks {more[0].get('name')!r}, which a page of its cluster holds"
            examiner.judge_.break_("list-complete", sentence, answer)
        return cls(examiner, listed + more, known)

    def deviate(self, clause: str, sentence: str, exchange: Exchange) -> None:
        """Note a deviation, unless others made or deleted snapshots of the cluster meanwhile."""
        now = _own(self.examiner, self.examiner.observe(self.examiner.lists()))
        if frozenset(each["id"].lower() for each in now) != self.listed:
            self.examiner.findings.miss(clause, "others created or deleted snapshots of the cluster meanwhile")
        else:
            self.examiner.judge_.break_(clause, sentence, exchange)


def _own(examiner: Examiner, exchange: Exchange) -> list[dict[str, Any]]:
    own = examiner.options.cluster_id.lower()
    return [each for each in entries(exchange.json) if str(each.get("cluster_id")).lower() == own]


def _limits(scene: Scene) -> None:
    clause, says = "page-limit", "the contract says an integer above 0"
    for limit in (1, 2, 3, LIMIT):
        exchange = get(scene.examiner, clause, f"a page with the limit {limit}", limit=limit)
        _at_most(scene, clause, exchange, limit)
    for limit in _LARGE:
        exchange = get(scene.examiner, clause, f"a page with the limit {limit}", _EITHER, limit=limit)
        _at_most(scene, clause, exchange, limit)
    for bad in ("0", *_NO_NUMBERS):
        _refuse(scene.examiner, clause, f"limit={bad}", says)


def _at_most(scene: Scene, clause: str, exchange: Exchange | None, length: int) -> None:
    found = 0 if exchange is None else len(entries(exchange.json))
    if exchange is not None and found > length:
        scene.deviate(clause, f"a page holds {found} snapshots, where {length} are due at most", exchange)


def _offsets(scene: Scene) -> None:
    examiner, clause = scene.examiner, "page-offset"
    first = get(examiner, clause, "the page with the offset 0", offset=0, limit=2)
    bare = get(examiner, clause, "a page without an offset", limit=2)
    if first is not None and bare is not None and ids(first) != ids(bare):
        scene.deviate(clause, "a page without an offset is not the one with the offset 0", bare)
    second = get(examiner, clause, "the page with the offset 1", offset=1, limit=2)
    whole = ids(get(examiner, clause, "a page of four", limit=4))
    if second is not None:
        held, before = ids(second), ids(first)
        if held and held[:1] == before[1:]:
            scene.deviate(clause, f"the page with the offset 1 begins with the second snapshot: {_RECORDS}", second)
        elif set(held) & set(before) or (len(before) == 2 and len(whole) == 4 and held != whole[2:]):
            sentence = "the page with the offset 1 does not go on where the one with the offset 0 ends"
            scene.deviate(clause, f"{sentence}: it counts pages", second)
    for offset in (len(scene.every) + 1, _FAR):
        exchange = get(examiner, clause, f"the page with the offset {offset}", offset=offset, limit=1)
        _at_most(scene, clause, exchange, 0)
    for bad in _NO_NUMBERS:
        _refuse(examiner, clause, f"offset={bad}", "the contract says an integer from 0")


def _sorting(examiner: Examiner) -> None:
    """Ask with directions that are none, and with odd keys, which may be refused but not fail."""
    for direction in ("", "ascending", "up", "1", "asc,desc", "asc%20", "asc%27"):
        _refuse(examiner, "page-sort", f"sort_dir={direction}", "the contract says asc or desc")
    for key in ("", "1", "name,size", "name%20", "name%27", "name;--"):
        request = examiner.call("listClusterSnapshots", query=f"sort_key={key}&limit=1")
        what = f"a page with sort_key={key}"
        examiner.ask(Probe(clause="page-sort", what=what, rule=_KEEPS, request=request, expect=_EITHER))


def _refuse(examiner: Examiner, clause: str, query: str, rule: str) -> None:
    request = examiner.call("listClusterSnapshots", query=query)
    examiner.ask(Probe(clause=clause, what=f"a page with {query}", rule=rule, request=request))


def _walk(scene: Scene, key: str, direction: str) -> None:
    """Take all pages in an order, unless it is refused, and hold them against the list."""
    examiner, count = scene.examiner, len(scene.every)
    size = max(3, min(-(-count // 3), 100))
    what, order = f"a page sorted by {key} {direction}", {"sort_key": key, "sort_dir": direction}
    pages: list[Exchange] = []
    while not pages or not is_last(pages):
        expect = OK if pages else _EITHER
        exchange = get(examiner, "page-sort", what, expect, **order, limit=size, offset=len(pages))
        if exchange is None:
            return
        pages.append(exchange)
        told = exchange.json.get("count", count) if isinstance(exchange.json, dict) else None
        if told != count:
            sentence = f"a page says `count` {told!r}, where the list has {count} snapshots of the cluster"
            scene.deviate("page-count", sentence, exchange)
        else:
            examiner.findings.hold("page-count")
        _at_most(scene, "page-limit", exchange, size)
    walked = Pages(pages)
    found, wanted = walked.ids, {each["id"].lower() for each in scene.every}
    lost, more = wanted - set(found), len(found) - len(set(found))
    if walked.is_whole and (lost or more):
        sentence = f"the pages sorted by {key} {direction} lack {len(lost)} snapshots and repeat {more}"
        scene.deviate("pages-whole", sentence, pages[-1])
    elif walked.is_whole:
        examiner.findings.hold("pages-whole")
    if told := disorder(walked.snapshots, _TOLD[key], direction.lower()):
        scene.deviate("page-sort", f"pages sorted by {key} {direction}: {told}", pages[-1])
    else:
        examiner.findings.hold("page-sort")


def disorder(walked: list[dict[str, Any]], member: str, direction: str) -> str:
    """Say what is out of order, empty where nothing is. Only what every way of comparing agrees on is judged."""
    if direction == "desc":
        walked = walked[::-1]
    values = [each.get(member) for each in walked]
    if any(value is None for value in values) or member == "status":
        return ""
    ways: list[Callable[[Any], Any]] = [lambda value: value]
    if member in ("name", "cluster_name"):
        ways += [str.lower, lambda value: "".join(filter(str.isalnum, value.lower()))]
    for before, after in pairwise(values):
        if all(way(before) > way(after) for way in ways):
            return f"{before!r} and {after!r} are the wrong way round"
    return ""
