"""Pages: their parameters, their order, and that together they are the whole."""

from __future__ import annotations

from collections.abc import Callable
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
    """Ask about pages of the own cluster."""
    every = _every(examiner)
    _limits(examiner, every)
    _offsets(examiner, every)
    _sorting(examiner)
    for key in examiner.contract.parameter("SortKey")["enum"]:
        for direction in examiner.contract.parameter("SortDir")["enum"]:
            _walk(examiner, key, direction, every)
    _default_order(examiner, every)


def get(examiner: Examiner, clause: str, what: str, **query: object) -> Exchange | None:
    """Ask for a page with a query that keeps every rule. Return the answer, None where it was not asked for."""
    request = examiner.call("listClusterSnapshots", query=query)
    return examiner.ask(Probe(clause=clause, what=what, rule=_KEEPS, request=request, expect=OK))


def ids(exchange: Exchange | None) -> list[str]:
    """Return the IDs of a page in lower case, in its order."""
    return [each["id"].lower() for each in entries(exchange.json)] if exchange is not None else []


def _every(examiner: Examiner) -> list[dict[str, Any]]:
    """Return the own cluster's snapshots as the list tells them."""
    own = examiner.options.cluster_id.lower()
    page = entries(examiner.observe(examiner.page(limit=_WHOLE)).json)
    answer = examiner.observe(examiner.lists())
    listed = [each for each in entries(answer.json) if str(each.get("cluster_id")).lower() == own]
    known = {each["id"].lower() for each in listed}
    more = [each for each in page if each["id"].lower() not in known and str(each.get("cluster_id")).lower() == own]
    if more and examiner.send(examiner.details(more[0]["id"])).accepted:
        sentence = (
            f"a list lacks {len(more)} snapshots that a page of the cluster holds, {more[0].get('name')!r} for one"
        )
        examiner.judge_.break_("list-complete", sentence, answer)
    return listed + more


def _limits(examiner: Examiner, every: list[dict[str, Any]]) -> None:
    clause, rules = "page-limit", examiner.contract.parameter("Limit")
    least, most, default = rules["minimum"], rules["maximum"], rules["default"]
    for limit in (least, least + 1, 3, default, most):
        exchange = get(examiner, clause, f"a page with the limit {limit}", limit=limit)
        _length(examiner, clause, exchange, min(limit, len(every)))
    exchange = get(examiner, clause, "a page without a limit")
    _length(examiner, clause, exchange, min(default, len(every)))
    if len(every) <= default:
        examiner.ledger.miss(clause, "in part: the cluster had no more snapshots than a page holds by default")
    says = f"the contract says an integer from {least} to {most}"
    for limit in (str(least - 1), str(most + 1), str(2**31), str(2**64), *_NO_NUMBERS):
        _refuse(examiner, clause, f"limit={limit}", says)


def _length(examiner: Examiner, clause: str, exchange: Exchange | None, length: int) -> None:
    if exchange is None or not exchange.accepted:
        return
    found = len(entries(exchange.json))
    if found != length:
        sentence = f"a page holds {found} snapshots, where {length} are due"
        examiner.judge_.break_(clause, sentence, exchange)


def _offsets(examiner: Examiner, every: list[dict[str, Any]]) -> None:
    clause, most = "page-offset", examiner.contract.parameter("Offset")["maximum"]
    first = get(examiner, clause, "the page with the offset 0", offset=0, limit=2)
    bare = get(examiner, clause, "a page without an offset", limit=2)
    if ids(first) != ids(bare) and bare is not None:
        examiner.judge_.break_(clause, "a page without an offset is not the one with the offset 0", bare)
    third = get(examiner, clause, "the page with the offset 1", offset=1, limit=2)
    whole = ids(get(examiner, clause, "a page of four", limit=4))
    if third is not None and third.accepted and whole[2:] != ids(third):
        sentence = "the page with the offset 1 does not go on where the one with the offset 0 ends: it counts pages"
        examiner.judge_.break_(clause, sentence, third)
    for offset in (len(every) + 1, 10**6, most):
        exchange = get(examiner, clause, f"the page with the offset {offset}", offset=offset, limit=1)
        _length(examiner, clause, exchange, 0)
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


def _walk(examiner: Examiner, key: str, direction: str, every: list[dict[str, Any]]) -> None:
    """Take all pages in an order, and hold them against the list."""
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
            examiner.judge_.break_("page-count", sentence, exchange)
        else:
            examiner.ledger.hold("page-count")
        walked += entries(exchange.json)
    if exchange is None:
        return
    found, wanted = [each["id"].lower() for each in walked], {each["id"].lower() for each in every}
    lost, more = wanted - set(found), len(found) - len(set(found))
    if lost or more:
        sentence = f"the pages sorted by {key} {direction} lack {len(lost)} snapshots and repeat {more}"
        examiner.judge_.break_("pages-whole", sentence, exchange)
    else:
        examiner.ledger.hold("pages-whole")
    if told := disorder(walked, key, direction):
        examiner.judge_.break_("page-sort", f"pages sorted by {key} {direction}: {told}", exchange)
    else:
        examiner.ledger.hold("page-sort")


def _default_order(examiner: Examiner, every: list[dict[str, Any]]) -> None:
    clause = "page-sort"
    plain = get(examiner, clause, "a page without an order", limit=_WHOLE)
    newest = get(examiner, clause, "a page by started desc", limit=_WHOLE, sort_key="started", sort_dir="desc")
    if plain is not None and newest is not None and plain.accepted and newest.accepted and ids(plain) != ids(newest):
        examiner.judge_.break_(clause, "a page without an order is not the one with the newest first", plain)


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
