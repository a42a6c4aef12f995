"""Witnesses for the pages of a cluster's snapshots."""

from collections.abc import Callable, Sequence

from .asking import ACCOUNT, Ask, Reply, create
from .steps import Step, created, deleting, names, page, told_of
from .telling import IN_RESTORED, is_json
from .witness import Witness, accepted, refused, shows

CREATE = create()
THREE = tuple(create(name=f"snapshot-{number}") for number in range(3))
PAGE = page()


def _holds(number: int) -> Callable[[Reply], bool]:
    return lambda reply: len(told_of(reply)) == number


def _named(*expected: str) -> Callable[[Reply], bool]:
    return lambda reply: names(reply) == list(expected)


def _counts(number: int, *asks: Ask | Step) -> Witness:
    return shows(lambda reply: reply.find("count") == number, *asks)


def _page_is_declared(reply: Reply) -> bool:
    match reply.json:
        case {"project_id": str(project), "cluster_id": str(cluster), "snapshots": [*_], "count": int()}:
            return (project, cluster) == (ACCOUNT.project_id, ACCOUNT.cluster_id)
    return False


def _one_moment(replies: Sequence[Reply]) -> bool:
    return all(reply.find("count") == len(told_of(reply)) for reply in replies if reply.find("project_id"))


def _query_refused(query: str, wrong: int = 200) -> Witness:
    return refused(page(query), wrong=wrong)


def _query_accepted(query: str) -> Witness:
    return accepted(page(query))


DECLARED = shows(_page_is_declared, PAGE)
BY_NAME = "?sort_key=name&sort_dir="
SECOND = shows(_named("snapshot-0", "snapshot-1"), *THREE, page(f"{BY_NAME}asc&limit=2&offset=1"))

PAGE_QUERIES = {
    "page-limit-zero-accepted": _query_refused("?limit=0"),
    "page-limit-ten-refused": _query_accepted("?limit=10"),
    "page-limit-huge-500": accepted(page("?limit=2147483648"), wrong=500),
    "page-limit-one-refused": _query_accepted("?limit=1"),
    "page-offset-zero-refused": _query_accepted("?offset=0"),
    "page-limit-word-accepted": _query_refused("?limit=abc"),
    "page-limit-negative-accepted": _query_refused("?limit=-1"),
    "page-limit-empty-accepted": _query_refused("?limit="),
    "page-limit-fraction-accepted": _query_refused("?limit=1.5"),
    "page-offset-negative-accepted": _query_refused("?offset=-1"),
    "page-offset-word-accepted": _query_refused("?offset=abc"),
    "page-offset-empty-accepted": _query_refused("?offset="),
    "page-limit-word-500": _query_refused("?limit=abc", 500),
    "page-offset-negative-500": _query_refused("?offset=-1", 500),
    "page-sort-key-unknown-500": _query_refused("?sort_key=any", 500),
    "page-sort-dir-unchecked": _query_refused("?sort_dir=up"),
}

PAGES = {
    "page-206": accepted(PAGE, wrong=206),
    "page-as-html": shows(is_json, PAGE),
    "page-snapshots-missing": DECLARED,
    "page-bare-array": DECLARED,
    "page-of-other-cluster-id": DECLARED,
    "page-of-other-project-id": DECLARED,
    "page-count-of-page": _counts(2, page("?limit=1")),
    "page-count-of-pages": _counts(2, PAGE),
    "page-count-of-project": _counts(2, *IN_RESTORED, PAGE),
    "page-limit-ignored": shows(_holds(1), page("?limit=1")),
    "page-holds-one-more": shows(_holds(1), page("?limit=1")),
    "page-holds-one-less": shows(_holds(2), page("?limit=2")),
    "page-offset-in-snapshots": shows(
        _named("snapshot-0", "snapshot-1"), *THREE, page(f"{BY_NAME}asc&limit=2&offset=1")
    ),
    "page-offset-from-one": SECOND,
    "page-offset-ignored": SECOND,
    "page-after-last-404": accepted(page("?offset=1"), wrong=404),
    "page-after-last-400": accepted(page("?offset=1")),
    "page-after-last-is-last": shows(_holds(0), page("?offset=1")),
    "page-sort-key-ignored": shows(_named("failed-1", "scheduled-1", "snapshot-3"), CREATE, page(f"{BY_NAME}asc")),
    "page-sort-dir-ignored": shows(_named("failed-1", "scheduled-1"), page(f"{BY_NAME}asc")),
    "page-sort-dir-in-capitals-ignored": shows(_named("failed-1", "scheduled-1"), page(f"{BY_NAME}ASC")),
    "page-sort-key-start-time-ignored": shows(
        _named("scheduled-1", "failed-1"), page("?sort_key=startTime&sort_dir=asc")
    ),
    "page-sort-dir-reversed": shows(_named("failed-1", "scheduled-1"), page(f"{BY_NAME}asc")),
    "page-sorted-within-page": shows(_named("failed-1"), CREATE, page(f"{BY_NAME}asc&limit=1")),
    "page-ties-turned-on-odd-pages": Witness(
        (page("?sort_key=size&limit=1"), page("?sort_key=size&limit=1&offset=1")),
        2,
        1,
        lambda replies: len({name for reply in replies for name in names(reply)}),
    ),
    "page-of-all-clusters": shows(_holds(2), *IN_RESTORED, PAGE),
    "page-without-automated": shows(_holds(2), PAGE),
    "page-remembered": shows(_holds(3), PAGE, CREATE, PAGE),
    "page-of-two-moments": Witness((PAGE, *THREE), True, False, _one_moment, together=True),
    "page-of-deleted-rows": shows(_holds(1), CREATE, deleting(created()), page("?limit=1")),
}
