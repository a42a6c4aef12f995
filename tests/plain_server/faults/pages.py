"""Faults in the pages of a cluster's snapshots."""

import asyncio
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..parameters import Page
from ..refusal import Refused, bad
from ..server import Call, Service
from ..wire import Answer
from ..witnesses.asking import ACCOUNT, CREATE, Ask, Reply, create
from ..witnesses.looks import is_json
from ..witnesses.steps import IN_RESTORED, Step, created, deleting, names, page, told_of
from ..witnesses.witness import Witness, accepted, shows
from .catalogue import breaks, plant
from .rewriting import AnswersWith, RewritesBody, Told

READ_SECONDS = 0.05
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


DECLARED = shows(_page_is_declared, PAGE)
BY_NAME = "?sort_key=name&sort_dir="
SECOND = shows(_named("snapshot-0", "snapshot-1"), *THREE, page(f"{BY_NAME}asc&limit=2&offset=1"))


class _PageAnswers(AnswersWith):
    """Answers a page with another status or media type."""

    rewritten_operation = "listClusterSnapshots"


class _RewritesPage(RewritesBody):
    """Changes the body of a page."""

    rewritten_operation = "listClusterSnapshots"


class _PageAsked(Service):
    """Serves another page than was asked for."""

    @abstractmethod
    def asked(self, page: Page) -> Page:
        """Return the page to serve in place of the requested one."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        return await super().paged(cluster_id, self.asked(page))


class _PageServed(Service):
    """Changes the snapshots and the count of a page."""

    @abstractmethod
    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        """Return the snapshots and the count to serve in place of the right ones."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        return self.served(*await super().paged(cluster_id, page), page)


plant(
    _PageAnswers,
    {
        "Page206": (
            "A page is answered with 206.",
            ("page-answer", "status-declared"),
            accepted(PAGE, wrong=206),
            {"other_status": 206},
        ),
        "PageAsHtml": (
            "A page is sent as text/html.",
            ("page-answer",),
            shows(is_json, PAGE),
            {"other_media_type": "text/html"},
        ),
    },
)


@breaks("page-answer", shown_by=DECLARED)
class PageSnapshotsMissing(_RewritesPage):
    """A page has no `snapshots`."""

    def retold(self, told: Told) -> object:
        return {name: value for name, value in told.items() if name != "snapshots"}


@breaks("page-answer", shown_by=DECLARED)
class PageBareArray(_RewritesPage):
    """A page is an array, without the object around it."""

    def retold(self, told: Told) -> object:
        return told["snapshots"]


@breaks("page-answer", shown_by=DECLARED)
class PageOfOtherProjectId(_RewritesPage):
    """A page names another project than was asked for."""

    def retold(self, told: Told) -> object:
        return {**told, "project_id": self.account.other_project_id}


@breaks("page-answer", shown_by=DECLARED)
class PageOfOtherClusterId(_RewritesPage):
    """A page names another cluster than was asked for."""

    def retold(self, told: Told) -> object:
        return {**told, "cluster_id": "7d85f602-a948-4a30-afd4-e84f47471c15"}


@breaks("page-count", shown_by=_counts(2, page("?limit=1")))
class PageCountOfPage(_PageServed):
    """`count` is the number of snapshots on the page."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        return told, len(told)


@breaks("page-count", shown_by=_counts(2, PAGE))
class PageCountOfPages(_PageServed):
    """`count` is the number of pages."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        return told, -(-count // page.limit)


@breaks("page-count", shown_by=_counts(2, *IN_RESTORED, PAGE))
class PageCountOfProject(Service):
    """`count` is the number of snapshots of the whole project."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        return (await super().paged(cluster_id, page))[0], len(self.mine())


@breaks("page-limit", shown_by=shows(_holds(1), page("?limit=1")))
class PageLimitIgnored(_PageAsked):
    """A page holds 10 snapshots, whatever the limit is."""

    def asked(self, page: Page) -> Page:
        return replace(page, limit=10)


@breaks("page-limit", "pages-whole", shown_by=shows(_holds(1), page("?limit=1")))
class PageHoldsOneMore(Service):
    """A page holds one snapshot more than was asked for, the first of the next page."""

    def cut(self, told: list[Told], page: Page) -> list[Told]:
        first = page.offset * page.limit
        return told[first : first + page.limit + 1]


@breaks("pages-whole", "page-limit", shown_by=shows(_holds(2), page("?limit=2")))
class PageHoldsOneLess(_PageServed):
    """A full page lacks its last snapshot."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        return told[: page.limit - 1] if page.limit > 1 else told, count


@breaks("page-offset", shown_by=SECOND)
class PageOffsetInSnapshots(Service):
    """`offset` is a number of snapshots, not of pages."""

    def cut(self, told: list[Told], page: Page) -> list[Told]:
        return told[page.offset : page.offset + page.limit]


@breaks("page-offset", "pages-whole", shown_by=SECOND)
class PageOffsetFromOne(_PageAsked):
    """`offset` counts pages from 1; 0 and 1 are the same page."""

    def asked(self, page: Page) -> Page:
        return replace(page, offset=max(page.offset - 1, 0))


@breaks("page-offset", "pages-whole", shown_by=SECOND)
class PageOffsetIgnored(_PageAsked):
    """Every page is the first."""

    def asked(self, page: Page) -> Page:
        return replace(page, offset=0)


@breaks("page-offset", shown_by=accepted(page("?offset=1"), wrong=404))
class PageAfterLast404(_PageServed):
    """A page after the last is answered with 404."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        if page.offset and not told:
            raise Refused(404, "DWS.0015", "There is no such page.")
        return told, count


@breaks("page-offset", shown_by=accepted(page("?offset=1")))
class PageAfterLast400(_PageServed):
    """A page after the last is answered with 400."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        if page.offset and not told:
            raise bad("offset: there is no such page.")
        return told, count


@breaks("page-offset", shown_by=shows(_holds(0), page("?offset=1")))
class PageAfterLastIsLast(Service):
    """A page after the last is the last."""

    def cut(self, told: list[Told], page: Page) -> list[Told]:
        return super().cut(told, page) or told[-page.limit :]


@breaks("page-sort", shown_by=shows(_named("failed-1", "scheduled-1", "snapshot-3"), CREATE, page(f"{BY_NAME}asc")))
class PageSortKeyIgnored(_PageAsked):
    """Pages are sorted by `started`, whatever the `sort_key` is."""

    def asked(self, page: Page) -> Page:
        return replace(page, sort_key="started")


@breaks("page-sort", shown_by=shows(_named("failed-1", "scheduled-1"), page(f"{BY_NAME}asc")))
class PageSortDirIgnored(_PageAsked):
    """Pages are sorted downwards, whatever the `sort_dir` is."""

    def asked(self, page: Page) -> Page:
        return replace(page, sort_dir="desc")


@breaks("page-sort", shown_by=shows(_named("failed-1", "scheduled-1"), page(f"{BY_NAME}ASC")))
class PageSortDirInCapitalsIgnored(Service):
    """A `sort_dir` in capitals is accepted, and the pages are sorted downwards."""

    def sort_dir(self, query: dict[str, str]) -> str:
        direction = super().sort_dir(query)
        return direction if query.get("sort_dir", "desc").islower() else "desc"


@breaks("page-sort", shown_by=shows(_named("scheduled-1", "failed-1"), page("?sort_key=startTime&sort_dir=asc")))
class PageSortKeyStartTimeIgnored(Service):
    """The `sort_key` of the edition until 2024, startTime, is accepted, and the pages are sorted by name."""

    def sort_key(self, query: dict[str, str]) -> str:
        return "name" if query.get("sort_key") == "startTime" else super().sort_key(query)


@breaks("page-sort", shown_by=shows(_named("failed-1", "scheduled-1"), page(f"{BY_NAME}asc")))
class PageSortDirReversed(_PageAsked):
    """Pages are sorted upwards for `desc` and downwards for `asc`."""

    def asked(self, page: Page) -> Page:
        return replace(page, sort_dir="asc" if page.sort_dir == "desc" else "desc")


@breaks("page-sort", shown_by=shows(_named("failed-1"), CREATE, page(f"{BY_NAME}asc&limit=1")))
class PageSortedWithinPage(Service):
    """The snapshots of a page are sorted as requested, but the pages are cut in the order of `started`."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        told, count = await super().paged(cluster_id, replace(page, sort_key="started", sort_dir="desc"))
        return self.sort(told, page.sort_key, page.sort_dir), count


@breaks(
    "pages-whole",
    "page-sort",
    "page-offset",
    shown_by=Witness(
        (page("?sort_key=size&limit=1"), page("?sort_key=size&limit=1&offset=1")),
        2,
        1,
        lambda replies: len({name for reply in replies for name in names(reply)}),
    ),
)
class PageTiesTurnedOnOddPages(Service):
    """Snapshots that are sorted equal come in the opposite order on every second page."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        told = sorted((self.told(each) for each in self.of_cluster(cluster_id)), key=lambda each: str(each["id"]))
        if page.offset % 2:
            told.reverse()
        told.sort(key=lambda each: str(each.get(page.sort_key, "")), reverse=page.sort_dir == "desc")
        return self.cut(told, page), len(told)


@breaks("page-cluster-only", shown_by=shows(_holds(2), *IN_RESTORED, PAGE))
class PageOfAllClusters(Service):
    """Pages hold the snapshots of all clusters of the project."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        told = self.sort([self.told(each) for each in self.mine()], page.sort_key, page.sort_dir)
        return self.cut(told, page), len(told)


@breaks("pages-whole", "page-count", "list-complete", shown_by=shows(_holds(2), PAGE))
class PageWithoutAutomated(Service):
    """Pages leave out the automated snapshots."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        told = [self.told(each) for each in self.of_cluster(cluster_id) if each.type == "MANUAL"]
        return self.cut(self.sort(told, page.sort_key, page.sort_dir), page), len(told)


@breaks("pages-whole", "page-count", "delete-gone", "request-id", shown_by=shows(_holds(3), PAGE, CREATE, PAGE))
class PageRemembered(Service):
    """A page that was requested before is served from a cache, as it was then."""

    def prepare(self) -> None:
        self.remembered: dict[str, Answer] = {}

    async def list_cluster_snapshots(self, call: Call) -> Answer:
        answer = await super().list_cluster_snapshots(call)
        before = self.remembered.pop(call.request.target, None)
        if before is None:
            self.remembered[call.request.target] = answer
        return before or answer


@breaks("page-count", "pages-whole", shown_by=Witness((PAGE, *THREE), True, False, _one_moment, together=True))
class PageOfTwoMoments(Service):
    """A page is read from two moments: `count` first, and the snapshots later."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        count = len(self.of_cluster(cluster_id))
        await asyncio.sleep(READ_SECONDS)
        return (await super().paged(cluster_id, page))[0], count


@breaks("pages-whole", "page-offset", shown_by=shows(_holds(1), CREATE, deleting(created()), page("?limit=1")))
class PageOfDeletedRows(Service):
    """A page is cut first, and deleted snapshots are left out later: the gaps are not filled."""

    def prepare(self) -> None:
        self.gone: list[Told] = []

    async def delete_snapshot(self, call: Call) -> Answer:
        told = self.told(self.find(self.snapshot_id(call.id)))
        answer = await super().delete_snapshot(call)
        self.gone.append(told)
        return answer

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        there = [self.told(each) for each in self.of_cluster(cluster_id)]
        rows = self.sort([*there, *self.gone], page.sort_key, page.sort_dir)
        return [row for row in self.cut(rows, page) if row not in self.gone], len(there)
