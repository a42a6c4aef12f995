"""Pages: their parameters, their order, and that together they are the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dws_contract.book import entries
from dws_contract.examiner import Examiner
from dws_contract.messages import Exchange
from dws_contract.questions import OK, Probe

_KEEPS = "it keeps every rule of the contract"
_WHOLE = 1000
_NO_NUMBERS = (
    "",
    "x",
    "abc",
    "all",
    "1x",
    "1.5",
    "1e1",
    "0x1",
    "+1",
    "%201",
    "1%20",
    "1,2",
    "null",
    "%EF%BC%91",
    "%D9%A3",
    "-1",
)


def ask(examiner: Examiner) -> None:
    """Ask about pages of the own cluster. A status that changes on the way would move a snapshot from page to page."""
    if examiner.book.was_creating:
        examiner.waiting.until_idle(examiner.options.cluster_id)
    scene = Scene.of(examiner)
    _limits(scene)
    _offsets(scene)
    _sorting(examiner)
    for key in examiner.contract.parameter("SortKey")["enum"]:
        for direction in examiner.contract.parameter("SortDir")["enum"]:
            _walk(scene, key, direction)
    _default_order(scene)


def get(examiner: Examiner, clause: str, what: str, **query: object) -> Exchange | None:
    """Ask for a page with a query that keeps every rule. Return the answer, None where it was not asked for."""
    request = examiner.call("listClusterSnapshots", query=query)
    return examiner.ask(Probe(clause=clause, what=what, rule=_KEEPS, request=request, expect=OK))


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
        page = _own(examiner, examiner.observe(examiner.page(limit=_WHOLE)))
        answer = examiner.observe(examiner.lists())
        listed = _own(examiner, answer)
        known = frozenset(each["id"].lower() for each in listed)
        more = [each for each in page if each["id"].lower() not in known]
        if more and examiner.send(examiner.details(more[0]["id"])).accepted:
            sentence = f"a list lacks {more[0].get('name')!r}, which a page of its cluster holds"
            examiner.judge_.break_("list-complete", sentence, answer)
        return cls(examiner, listed + more, known)

    def deviate(self, clause: str, sentence: str, exchange: Exchange) -> None:
        """Note a deviation, unless others made or deleted snapshots of the cluster meanwhile."""
        now = _own(self.examiner, self.examiner.observe(self.examiner.lists()))
        if frozenset(each["id"].lower() for each in now) != self.listed:
            self.examiner.ledger.miss(clause, "others created or deleted snapshots of the cluster meanwhile")
        else:
            self.examiner.judge_.break_(clause, sentence, exchange)


def _own(examiner: Examiner, exchange: Exchange) -> list[dict[str, Any]]:
    own = examiner.options.cluster_id.lower()
    return [each for each in entries(exchange.json) if str(each.get("cluster_id")).lower() == own]


def _limits(scene: Scene) -> None:
    examiner, every = scene.examiner, scene.every
    clause, rules = "page-limit", examiner.contract.parameter("Limit")
    least, most, default = rules["minimum"], rules["maximum"], rules["default"]
    for limit in (least, least + 1, 3, default, most):
        exchange = get(examiner, clause, f"a page with the limit {limit}", limit=limit)
        _length(scene, clause, exchange, min(limit, len(every)))
    exchange = get(examiner, clause, "a page without a limit")
    _length(scene, clause, exchange, min(default, len(every)))
    if len(every) <= default:
        examiner.ledger.miss(clause, "in part: the cluster had no more snapshots than a page holds by default")
    says = f"the contract says an integer from {least} to {most}"
    for limit in (str(least - 1), str(most + 1), str(2**31), str(2**64), *_NO_NUMBERS):
        _refuse(examiner, clause, f"limit={limit}", says)


def _length(scene: Scene, clause: str, exchange: Exchange | None, length: int) -> None:
    if exchange is None or not exchange.accepted:
        return
    found = len(entries(exchange.json))
    if found != length:
        sentence = f"a page holds {found} snapshots, where {length} are due"
        scene.deviate(clause, sentence, exchange)


def _offsets(scene: Scene) -> None:
    examiner, every = scene.examiner, scene.every
    clause, most = "page-offset", examiner.contract.parameter("Offset")["maximum"]
    first = get(examiner, clause, "the page with the offset 0", offset=0, limit=2)
    bare = get(examiner, clause, "a page without an offset", limit=2)
    if ids(first) != ids(bare) and bare is not None:
        scene.deviate(clause, "a page without an offset is not the one with the offset 0", bare)
    third = get(examiner, clause, "the page with the offset 1", offset=1, limit=2)
    whole = ids(get(examiner, clause, "a page of four", limit=4))
    if third is not None and third.accepted and whole[2:] != ids(third):
        sentence = "the page with the offset 1 does not go on where the one with the offset 0 ends: it counts pages"
        scene.deviate(clause, sentence, third)
    for offset in (len(every) + 1, 10**6, most):
        exchange = get(examiner, clause, f"the page with the offset {offset}", offset=offset, limit=1)
        _length(scene, clause, exchange, 0)
    says = f"the contract says an integer from 0 to {most}"
    for offset in (str(most + 1), str(2**64), *_NO_NUMBERS):
        _refuse(examiner, clause, f"offset={offset}", says)


def _sorting(examiner: Examiner) -> None:
    clause = "page-sort"
    for name, good, others in (
        ("sort_key", examiner.contract.parameter("SortKey")["enum"], ("", "id", "no-such-key", "started,name", "1")),
        ("sort_dir", examiner.contract.parameter("SortDir")["enum"], ("", "ascending", "up", "1", "asc,desc")),
    ):
        says = f"the contract says one of {', '.join(good)}"
        capitals = [change(each) for each in good for change in (str.upper, str.capitalize)]
        for value in (*others, *capitals, f"{good[0]}%20", f"{good[0]}%27", f"{good[0]};--"):
            _refuse(examiner, clause, f"{name}={value}", says)


def _refuse(examiner: Examiner, clause: str, query: str, rule: str) -> None:
    request = examiner.call("listClusterSnapshots", query=query)
    examiner.ask(Probe(clause=clause, what=f"a page with {query}", rule=rule, request=request))


def _walk(scene: Scene, key: str, direction: str) -> None:
    """Take all pages in an order, and hold them against the list."""
    examiner, every = scene.examiner, scene.every
    size = max(3, -(-len(every) // 3))
    walked: list[dict[str, Any]] = []
    exchange = None
    for offset in range(-(-len(every) // size) + 1):
        what = f"a page sorted by {key} {direction}"
        exchange = get(examiner, "page-sort", what, sort_key=key, sort_dir=direction, limit=size, offset=offset)
        if exchange is None or not exchange.accepted:
            return
        count = exchange.json.get("count") if isinstance(exchange.json, dict) else None
        if count != len(every):
            sentence = f"a page says `count` {count!r}, where the list has {len(every)} snapshots of the cluster"
            scene.deviate("page-count", sentence, exchange)
        else:
            examiner.ledger.hold("page-count")
        _length(scene, "page-limit", exchange, min(size, max(0, len(every) - offset * size)))
        walked += entries(exchange.json)
    if exchange is None:
        return
    found, wanted = [each["id"].lower() for each in walked], {each["id"].lower() for each in every}
    lost, more = wanted - set(found), len(found) - len(set(found))
    if lost or more:
        sentence = f"the pages sorted by {key} {direction} lack {len(lost)} snapshots and repeat {more}"
        scene.deviate("pages-whole", sentence, exchange)
    else:
        examiner.ledger.hold("pages-whole")
    if told := disorder(walked, key, direction):
        scene.deviate("page-sort", f"pages sorted by {key} {direction}: {told}", exchange)
    else:
        examiner.ledger.hold("page-sort")


def _default_order(scene: Scene) -> None:
    examiner = scene.examiner
    clause = "page-sort"
    plain = get(examiner, clause, "a page without an order", limit=_WHOLE)
    newest = get(examiner, clause, "a page by started desc", limit=_WHOLE, sort_key="started", sort_dir="desc")
    if plain is not None and newest is not None and plain.accepted and newest.accepted and ids(plain) != ids(newest):
        scene.deviate(clause, "a page without an order is not the one with the newest first", plain)


def disorder(walked: list[dict[str, Any]], key: str, direction: str) -> str:
    """Say what is out of order, empty where nothing is. Only what every way of comparing agrees on is judged."""
    if direction == "desc":
        walked = walked[::-1]
    values = [each.get(key) for each in walked]
    if any(value is None for value in values) or (len({type(value) for value in values}) > 1 and key != "size"):
        return ""
    ways: list[Callable[[Any], Any]] = [lambda value: value]
    if key == "name":
        ways += [str.lower, lambda value: "".join(filter(str.isalnum, value.lower()))]
    for before, after in pairwise(walked):
        if all(way(before[key]) > way(after[key]) for way in ways) and key != "status":
            return f"{before[key]!r} and {after[key]!r} are the wrong way round"
    return _ties(walked, key)


def _ties(walked: list[dict[str, Any]], key: str) -> str:
    """Equal ones are sorted by ID, in either direction but the same throughout."""
    pairs = [
        before["id"].lower() < after["id"].lower() for before, after in pairwise(walked) if before[key] == after[key]
    ]
    return "equal ones are not sorted by `id`" if len(set(pairs)) > 1 else ""
