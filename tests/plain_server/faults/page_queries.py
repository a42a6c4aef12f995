"""Faults in reading the query of a page: limit, offset, sort_key and sort_dir."""

from collections.abc import Mapping
from dataclasses import replace

from ..parameters import Page
from ..refusal import Refused
from ..server import Service
from ..wire import Request
from ..witnesses.steps import page, told_of
from ..witnesses.witness import Witness, accepted, refused, shows
from .catalogue import breaks, plant


def _query_refused(query: str, wrong: int = 200) -> Witness:
    return refused(page(query), wrong=wrong)


def _query_accepted(query: str) -> Witness:
    return accepted(page(query))


class _PageLimits(Service):
    """Has other bounds for `limit` and `offset`."""


class _PageQueries(Service):
    """Reads a value of the query as another one."""

    parameter = ""
    taken_for: Mapping[str, str] = {}

    def page(self, request: Request) -> Page:
        target = request.target
        for given, taken in self.taken_for.items():
            target = target.replace(f"{self.parameter}={given}&", f"{self.parameter}={taken}&")
            if target.endswith(f"{self.parameter}={given}"):
                target = target.removesuffix(given) + taken
        return super().page(replace(request, target=target))


plant(
    _PageLimits,
    {
        "PageLimitZeroAccepted": (
            "A limit of 0 is accepted.",
            ("page-limit",),
            _query_refused("?limit=0"),
            {"limit_min": 0},
        ),
        "PageLimitOneRefused": (
            "A limit of 1 is refused.",
            ("page-limit",),
            _query_accepted("?limit=1"),
            {"limit_min": 2},
        ),
        "PageLimitTenRefused": (
            "A limit of 10 is refused.",
            ("page-limit",),
            _query_accepted("?limit=10"),
            {"limit_max": 9},
        ),
        "PageOffsetZeroRefused": (
            "An offset of 0 is refused.",
            ("page-offset",),
            _query_accepted("?offset=0"),
            {"offset_min": 1},
        ),
    },
)
plant(
    _PageQueries,
    {
        f"Page{title}": (
            f"{sentence} is accepted.",
            (clause,),
            witness,
            {"parameter": parameter, "taken_for": taken_for},
        )
        for title, sentence, clause, parameter, taken_for, witness in (
            (
                "LimitWordAccepted",
                "A limit that is no number",
                "page-limit",
                "limit",
                {"abc": "10"},
                _query_refused("?limit=abc"),
            ),
            (
                "LimitNegativeAccepted",
                "A limit of -1",
                "page-limit",
                "limit",
                {"-1": "1000"},
                _query_refused("?limit=-1"),
            ),
            ("LimitEmptyAccepted", "An empty limit", "page-limit", "limit", {"": "10"}, _query_refused("?limit=")),
            (
                "LimitFractionAccepted",
                "A limit of 1.5",
                "page-limit",
                "limit",
                {"1.5": "1"},
                _query_refused("?limit=1.5"),
            ),
            (
                "OffsetNegativeAccepted",
                "An offset of -1",
                "page-offset",
                "offset",
                {"-1": "0"},
                _query_refused("?offset=-1"),
            ),
            (
                "OffsetWordAccepted",
                "An offset that is no number",
                "page-offset",
                "offset",
                {"abc": "0"},
                _query_refused("?offset=abc"),
            ),
            (
                "LimitUnderscoreAccepted",
                "A limit of 1_0",
                "page-limit",
                "limit",
                {"1_0": "10"},
                _query_refused("?limit=1_0"),
            ),
            (
                "OffsetWideDigitAccepted",
                "An offset in digits outside ASCII",
                "page-offset",
                "offset",
                {"%EF%BC%91": "1"},
                _query_refused("?offset=%EF%BC%91"),
            ),
            ("OffsetEmptyAccepted", "An empty offset", "page-offset", "offset", {"": "0"}, _query_refused("?offset=")),
        )
    },
)


@breaks("page-limit", "no-server-error", shown_by=_query_refused("?limit=abc", 500))
class PageLimitWord500(Service):
    """A limit that is no number is answered with 500."""

    def limit(self, given: str | None) -> int:
        return super().limit(None if given is None else str(int(given)))


@breaks("page-offset", "no-server-error", shown_by=_query_refused("?offset=-1", 500))
class PageOffsetNegative500(Service):
    """An offset of -1 is answered with 500."""

    def offset(self, given: str | None) -> int:
        if given == "-1":
            raise OverflowError("OFFSET must not be negative")
        return super().offset(given)


@breaks("page-sort", "no-server-error", shown_by=_query_refused("?sort_key=any", 500))
class PageSortKeyUnknown500(Service):
    """A `sort_key` that is not known is answered with 500."""

    def sort_key(self, query: dict[str, str]) -> str:
        try:
            return super().sort_key(query)
        except Refused as refused:
            raise KeyError("sort_key") from refused


@breaks("page-sort", shown_by=_query_refused("?sort_dir=up"))
class PageSortDirUnchecked(Service):
    """A `sort_dir` of any name is accepted."""

    def sort_dir(self, query: dict[str, str]) -> str:
        return query.get("sort_dir", "desc").lower()


@breaks("page-offset", "no-server-error", shown_by=accepted(page(f"?limit=2&offset={2**63 - 1}"), wrong=500))
class PageOffsetOverflow500(Service):
    """A page that begins after more snapshots than 63 bits can count is answered with 500."""

    def page(self, request: Request) -> Page:
        page = super().page(request)
        if page.offset * page.limit >= 2**63:
            raise OverflowError("int too large to convert to INTEGER")
        return page


@breaks("page-offset", shown_by=shows(lambda reply: not told_of(reply), page("?offset=1")))
class PageOffsetWithoutLimitIgnored(Service):
    """An offset without a limit is ignored: every page contains all snapshots."""

    def page(self, request: Request) -> Page:
        page = super().page(request)
        return page if "limit=" in request.query else replace(page, offset=0)


@breaks("page-limit", "no-server-error", shown_by=accepted(page("?limit=2147483648"), wrong=500))
class PageLimitHuge500(Service):
    """A limit that is no number of 32 bits is answered with 500."""

    def limit(self, given: str | None) -> int:
        limit = super().limit(given)
        if limit >= 2**31:
            raise OverflowError("LIMIT out of range")
        return limit
