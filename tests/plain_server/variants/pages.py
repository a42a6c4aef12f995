"""Other ways to serve pages: other default and largest sizes, and other sort keys."""

import random
from dataclasses import replace

from ..faults.rewriting import Told
from ..parameters import SORT_KEYS, Page
from ..refusal import bad
from ..server import Service
from .catalogue import correct


@correct
class PageLimitCapped(Service):
    """A page holds at most 5 snapshots, even if the limit is higher."""

    async def paged(self, cluster_id: str, page: Page) -> tuple[list[Told], int]:
        return await super().paged(cluster_id, replace(page, limit=min(page.limit, 5)))


@correct
class PageLimitAbove50Refused(Service):
    """A limit above 50 is refused."""

    limit_max = 50


@correct
class PageLimit10ByDefault(Service):
    """A page without a limit holds 10 snapshots."""

    limit_default = 10


@correct
class PageLimit20ByDefault(Service):
    """A page without a limit holds 20 snapshots."""

    limit_default = 20


@correct
class PageFarOffsetRefused(Service):
    """An offset that is no number of 31 bits is refused."""

    offset_max = 2147483647


@correct
class PageOldestFirst(Service):
    """Pages have the oldest first if no direction is asked for."""

    def sort_dir(self, query: dict[str, str]) -> str:
        return super().sort_dir({"sort_dir": "asc", **query})


@correct
class SortDirInCapitalsRefused(Service):
    """A `sort_dir` in capitals is refused."""

    def sort_dir(self, query: dict[str, str]) -> str:
        if query.get("sort_dir", "").isupper():
            raise bad("sort_dir: asc or desc is needed.")
        return super().sort_dir(query)


@correct
class SortKeysUntil2024(Service):
    """The sort keys are name, clusterName and startTime, and no others."""

    def sort_key(self, query: dict[str, str]) -> str:
        if query.get("sort_key", "name") not in ("name", "clusterName", "startTime"):
            raise bad("sort_key: one of name, clusterName and startTime is needed.")
        return super().sort_key(query)


@correct
class SortKeysRefused(Service):
    """Pages cannot be sorted: every sort key is refused."""

    def sort_key(self, query: dict[str, str]) -> str:
        if "sort_key" in query:
            raise bad("sort_key: not supported.")
        return super().sort_key(query)


@correct
class SortKeysUnknownAccepted(Service):
    """An unknown `sort_key`, for example in capitals, is accepted, and the pages are in some order."""

    def sort_key(self, query: dict[str, str]) -> str:
        known = query.get("sort_key", "started") in SORT_KEYS
        return super().sort_key(query) if known else "id"


@correct
class SortKeySizeRefused(Service):
    """The `sort_key` size is refused."""

    def sort_key(self, query: dict[str, str]) -> str:
        if query.get("sort_key") == "size":
            raise bad("sort_key: not by size.")
        return super().sort_key(query)


@correct
class PageOrderByChance(Service):
    """Pages without a `sort_key` have another order each time."""

    def prepare(self) -> None:
        super().prepare()
        self.chance = random.Random(1)

    def sort_key(self, query: dict[str, str]) -> str:
        return super().sort_key(query) if "sort_key" in query else ""

    def sort(self, told: list[Told], key: str, direction: str) -> list[Told]:
        return super().sort(told, key, direction) if key else self.chance.sample(told, len(told))
