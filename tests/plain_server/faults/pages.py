"""Faults in the pages of a cluster's snapshots."""

import asyncio
from abc import abstractmethod
from dataclasses import replace

from ..parameters import Page
from ..refusal import Refused, bad
from ..server import Call, Service
from ..wire import Answer
from .catalogue import breaks, plant
from .rewriting import AnswersWith, Retells, Told

READ_SECONDS = 0.05


class _PageAnswers(AnswersWith):
    """Answers a page with another status or media type."""

    rewritten_operation = "listClusterSnapshots"


class _PageRetells(Retells):
    """Says another thing on a page."""

    rewritten_operation = "listClusterSnapshots"


class _PageAsked(Service):
    """Serves another page than was asked for."""

    @abstractmethod
    def asked(self, page: Page) -> Page:
        """The page that is served, for the one that is asked for."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        return await super().paged(cluster_id, self.asked(page))


class _PageServed(Service):
    """Serves something else for a page."""

    @abstractmethod
    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        """What a page holds and the count, for what they should be."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        return self.served(*await super().paged(cluster_id, page), page)


plant(
    _PageAnswers,
    {
        "Page206": ("A page is answered with 206.", ("page-answer", "status-declared"), {"other_status": 206}),
        "PageAsHtml": ("A page is sent as text/html.", ("page-answer",), {"other_media_type": "text/html"}),
    },
)


@breaks("page-answer")
class PageSnapshotsMissing(_PageRetells):
    """A page has no `snapshots`."""

    def retold(self, told: Told) -> object:
        return {name: value for name, value in told.items() if name != "snapshots"}


@breaks("page-answer")
class PageBareArray(_PageRetells):
    """A page is an array, without the object around it."""

    def retold(self, told: Told) -> object:
        return told["snapshots"]


@breaks("page-answer")
class PageOfOtherProjectId(_PageRetells):
    """A page names another project than was asked for."""

    def retold(self, told: Told) -> object:
        return {**told, "project_id": self.account.other_project_id}


@breaks("page-answer")
class PageOfOtherClusterId(_PageRetells):
    """A page names another cluster than was asked for."""

    def retold(self, told: Told) -> object:
        return {**told, "cluster_id": "7d85f602-a948-4a30-afd4-e84f47471c15"}


@breaks("page-count")
class PageCountOfPage(_PageServed):
    """`count` is the number of snapshots on the page."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        return told, len(told)


@breaks("page-count")
class PageCountOfPages(_PageServed):
    """`count` is the number of pages."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        return told, -(-count // page.limit)


@breaks("page-count")
class PageCountOfProject(Service):
    """`count` is the number of snapshots of the whole project."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        return (await super().paged(cluster_id, page))[0], len(self.mine())


@breaks("page-limit")
class PageLimitIgnored(_PageAsked):
    """A page holds 10 snapshots, whatever limit is asked for."""

    def asked(self, page: Page) -> Page:
        return replace(page, limit=10)


@breaks("page-limit", "pages-whole")
class PageHoldsOneMore(Service):
    """A page holds one snapshot more than was asked for, the first of the next page."""

    def cut(self, told: list[Told], page: Page) -> list[Told]:
        first = page.offset * page.limit
        return told[first : first + page.limit + 1]


@breaks("pages-whole", "page-limit")
class PageHoldsOneLess(_PageServed):
    """A full page lacks its last snapshot."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        return told[: page.limit - 1] if page.limit > 1 else told, count


@breaks("page-offset")
class PageOffsetInSnapshots(Service):
    """`offset` is a number of snapshots, not of pages."""

    def cut(self, told: list[Told], page: Page) -> list[Told]:
        return told[page.offset : page.offset + page.limit]


@breaks("page-offset", "pages-whole")
class PageOffsetFromOne(_PageAsked):
    """`offset` counts pages from 1; 0 and 1 are the same page."""

    def asked(self, page: Page) -> Page:
        return replace(page, offset=max(page.offset - 1, 0))


@breaks("page-offset", "pages-whole")
class PageOffsetIgnored(_PageAsked):
    """Every page is the first."""

    def asked(self, page: Page) -> Page:
        return replace(page, offset=0)


@breaks("page-offset")
class PageAfterLast404(_PageServed):
    """A page after the last is answered with 404."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        if page.offset and not told:
            raise Refused(404, "DWS.0015", "There is no such page.")
        return told, count


@breaks("page-offset")
class PageAfterLast400(_PageServed):
    """A page after the last is answered with 400."""

    def served(self, told: list[Told], count: int, page: Page) -> tuple[list[Told], int]:
        if page.offset and not told:
            raise bad("offset: there is no such page.")
        return told, count


@breaks("page-offset")
class PageAfterLastIsLast(Service):
    """A page after the last is the last."""

    def cut(self, told: list[Told], page: Page) -> list[Told]:
        return super().cut(told, page) or told[-page.limit :]


@breaks("page-sort")
class PageSortKeyIgnored(_PageAsked):
    """Pages are sorted by `started`, whatever is asked for."""

    def asked(self, page: Page) -> Page:
        return replace(page, sort_key="started")


@breaks("page-sort")
class PageSortDirIgnored(_PageAsked):
    """Pages are sorted downwards, whatever is asked for."""

    def asked(self, page: Page) -> Page:
        return replace(page, sort_dir="desc")


@breaks("page-sort")
class PageSortDirInCapitalsIgnored(Service):
    """A `sort_dir` in capitals is accepted, and the pages are sorted downwards."""

    def sort_dir(self, query: dict[str, str]) -> str:
        direction = super().sort_dir(query)
        return direction if query.get("sort_dir", "desc").islower() else "desc"


@breaks("page-sort")
class PageSortKeyStartTimeIgnored(Service):
    """The `sort_key` of the edition until 2024, startTime, is accepted, and the pages are sorted by name."""

    def sort_key(self, query: dict[str, str]) -> str:
        return "name" if query.get("sort_key") == "startTime" else super().sort_key(query)


@breaks("page-sort")
class PageSortDirReversed(_PageAsked):
    """Pages are sorted upwards for `desc` and downwards for `asc`."""

    def asked(self, page: Page) -> Page:
        return replace(page, sort_dir="asc" if page.sort_dir == "desc" else "desc")


@breaks("page-sort")
class PageSortedWithinPage(Service):
    """The snapshots of a page are sorted as was asked for, but the pages are cut in the order of `started`."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        told, count = await super().paged(cluster_id, replace(page, sort_key="started", sort_dir="desc"))
        return self.sort(told, page.sort_key, page.sort_dir), count


@breaks("pages-whole", "page-sort", "page-offset")
class PageTiesTurnedOnOddPages(Service):
    """Snapshots that are sorted equal come in the opposite order on every second page."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        told = sorted((self.told(each) for each in self.of_cluster(cluster_id)), key=lambda each: str(each["id"]))
        if page.offset % 2:
            told.reverse()
        told.sort(key=lambda each: str(each.get(page.sort_key, "")), reverse=page.sort_dir == "desc")
        return self.cut(told, page), len(told)


@breaks("page-cluster-only")
class PageOfAllClusters(Service):
    """Pages hold the snapshots of all clusters of the project."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        told = self.sort([self.told(each) for each in self.mine()], page.sort_key, page.sort_dir)
        return self.cut(told, page), len(told)


@breaks("pages-whole", "page-count", "list-complete")
class PageWithoutAutomated(Service):
    """Pages leave out the automated snapshots."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        told = [self.told(each) for each in self.of_cluster(cluster_id) if each.type == "MANUAL"]
        return self.cut(self.sort(told, page.sort_key, page.sort_dir), page), len(told)


@breaks("pages-whole", "page-count", "delete-gone")
class PageRemembered(Service):
    """A page that was asked for before is served once more as it was then."""

    def prepare(self) -> None:
        self.remembered: dict[str, Answer] = {}

    async def list_cluster_snapshots(self, call: Call) -> Answer:
        answer = await super().list_cluster_snapshots(call)
        before = self.remembered.pop(call.request.target, None)
        if before is None:
            self.remembered[call.request.target] = answer
        return before or answer


@breaks("page-count", "pages-whole")
class PageOfTwoMoments(Service):
    """A page is read from two moments: `count` first, and the snapshots later."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        count = len(self.of_cluster(cluster_id))
        await asyncio.sleep(READ_SECONDS)
        return (await super().paged(cluster_id, page))[0], count


@breaks("pages-whole", "page-offset")
class PageOfDeletedRows(Service):
    """A page is cut first and what was deleted is left out later: the gaps are not filled."""

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
