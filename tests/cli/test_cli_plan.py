"""The plan of a night: what to create and delete, given a list of snapshots."""

from datetime import date
from typing import Any, cast

import pytest

from dws_snapshots import DwsError, InvalidRequest, SnapshotDetail
from dws_snapshots.cli.night import Job, Night
from dws_snapshots.cli.plan import Action, Series, check
from dws_snapshots.cli.report import last_line
from dws_snapshots.cli.values import Refused, duration, one
from dws_snapshots.flows.flow import Deadline
from dws_snapshots_client.models import ClusterInfo

CLUSTER = ClusterInfo("44b277eb-39be-4921-be31-3d61b43651d7", "dwh-1", "AVAILABLE")
OTHER = ClusterInfo("44b277eb-39be-4921-be31-3d61b43651d8", "dwh-2", "AVAILABLE")
SERIES = Series.of("nightly-{cluster}-{date}")
TONIGHT = date(2026, 11, 29)
PROJECT = "89cd04f168b84af6be287f71730fdb4b"


def made(day: int, status: str = "AVAILABLE", **changed: str) -> SnapshotDetail:
    """A snapshot of the series."""
    members = {
        "id": f"44b277eb-39be-4921-be31-{day:012}",
        "name": f"nightly-dwh-1-2026-11-{day:02}",
        "status": status,
        "type": "MANUAL",
        "cluster_id": CLUSTER.id,
        "description": SERIES.mark,
    }
    return SnapshotDetail(**(members | changed))  # type: ignore[arg-type]


def old(keep: int | None, *there: SnapshotDetail, night: date = TONIGHT) -> list[int]:
    """The days of what is deleted."""
    return [int(each.name[-2:]) for each in SERIES.plan(CLUSTER, night, keep, there).old]


ANOTHERS = {
    "no mark": {"description": "made by hand"},
    "another series' mark": {"description": Series.of("nightly-{cluster}-{date}-b").mark},
    "no description": {"description": ""},
    "another cluster": {"cluster_id": OTHER.id},
    "automated": {"type": "AUTO"},
}
OTHER_NAMES = (
    "nightly-dwh-1-2026-11-29-b",
    "my-nightly-dwh-1-2026-11-29",
    "nightly-dwh-1-2026-02-31",
    "nightly-dwh-1-x",
)


@pytest.mark.parametrize(
    ("there", "action"),
    [
        ([], Action.CREATE),
        ([made(28)], Action.CREATE),
        ([made(29)], Action.FIND),
        ([made(29, "CREATING")], Action.FIND),
        ([made(29, "RESTORING")], Action.FIND),
        ([made(29, name="Nightly-DWH-1-2026-11-29")], Action.FIND),
        ([made(29, "UNAVAILABLE")], Action.REMAKE),
        ([made(29, "UNAVAILABLE", description="by hand"), made(29)], Action.FIND),
    ],
)
def test_a_nights_snapshot_is_created_found_or_remade(there: list[SnapshotDetail], action: Action) -> None:
    assert SERIES.plan(CLUSTER, TONIGHT, 1, there).action is action


@pytest.mark.parametrize("changed", ANOTHERS.values(), ids=ANOTHERS)
def test_a_nights_name_that_another_took_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(DwsError, match="a snapshot with this name that this series did not make"):
        SERIES.plan(CLUSTER, TONIGHT, 1, [made(29, "UNAVAILABLE", **changed)])


def test_what_has_enough_newer_ones_is_deleted_the_oldest_first() -> None:
    there = [made(day) for day in (27, 20, 28, 25, 26, 29)]
    assert old(3, *there) == [20, 25, 26]
    assert old(1, *there) == [20, 25, 26, 27, 28]
    assert old(6, *there) == []
    assert old(None, *there) == []


def test_tonights_counts_before_it_is_there() -> None:
    assert old(2, made(27), made(28)) == [27]


def test_only_available_ones_count_and_what_is_neither_stays() -> None:
    there = [made(22), made(23), made(24, "UNAVAILABLE"), made(25, "FROZEN"), made(26, "CREATING"), made(28)]
    assert old(2, *there) == [22, 23, 24]
    assert old(3, *there) == [22]
    assert old(4, *there) == []


def test_an_earlier_night_that_is_repeated_costs_no_later_one() -> None:
    there = [made(day) for day in (20, 25, 26, 27, 28)]
    assert old(3, *there, night=date(2026, 11, 22)) == [20, 25]
    assert old(5, *there, night=date(2026, 11, 22)) == [20]
    assert old(6, *there, night=date(2026, 11, 22)) == []


@pytest.mark.parametrize("changed", ANOTHERS.values(), ids=ANOTHERS)
def test_what_another_made_is_never_deleted_and_never_counts(changed: dict[str, str]) -> None:
    assert old(1, made(20, **changed), made(29)) == []
    assert old(2, made(20), made(28, **changed), made(29)) == []


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_name_that_does_not_fit_as_a_whole_is_never_deleted(name: str) -> None:
    assert SERIES.plan(CLUSTER, TONIGHT, 1, [made(29), made(20, name=name)]).old == []


@pytest.mark.parametrize("template", ["nightly-{cluster}", "{date}-{date}", "a-{date}-{x}", "a-{date}-{", "nightly"])
def test_a_template_names_each_night(template: str) -> None:
    with pytest.raises(InvalidRequest, match=r"--name must contain \{date\} once"):
        Series.of(template)


def test_a_cluster_is_found_by_id_or_name_and_what_fits_two_is_refused() -> None:
    assert one("cluster", "DWH-1", [CLUSTER, OTHER]) is CLUSTER
    assert one("cluster", OTHER.id.upper(), [CLUSTER, OTHER]) is OTHER
    assert one("cluster", OTHER.id, [ClusterInfo(CLUSTER.id, OTHER.id, "AVAILABLE"), OTHER]) is OTHER
    twin = ClusterInfo(OTHER.id, "Dwh-1", "AVAILABLE")
    with pytest.raises(Refused, match=f"'dwh-1' matches 2 clusters; give an ID: {CLUSTER.id}, {OTHER.id}"):
        one("cluster", "dwh-1", [CLUSTER, twin])


@pytest.mark.parametrize(
    ("text", "seconds"), [("0", 0), ("90", 90), ("90s", 90), ("30m", 1800), ("1h30m", 5400), ("1d", 86400)]
)
def test_times_as_people_write_them(text: str, seconds: float) -> None:
    assert duration("--timeout", text, zero=True) == seconds


@pytest.mark.parametrize("text", ["", "soon", "-1", "1.5h", "4h ", "m", "1m2h"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="--timeout must be a time such as 90, 90s"):
        duration("--timeout", text)


@pytest.mark.parametrize("text", ["0", "99999d"])
def test_a_time_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(
        InvalidRequest, match="--timeout must be a number of seconds above 0, at most 1000000000; given"
    ):
        duration("--timeout", text)


def test_names_that_break_the_rule_or_collide_are_refused() -> None:
    check(PROJECT, SERIES, [CLUSTER, OTHER], TONIGHT)
    long = ClusterInfo(OTHER.id, "d" * 60, "AVAILABLE")
    with pytest.raises(InvalidRequest, match=f"for cluster {'d' * 60} must be 4 to 64"):
        check(PROJECT, SERIES, [CLUSTER, long], TONIGHT)
    with pytest.raises(InvalidRequest, match=rf"dwh-1 \({CLUSTER.id}\) and dwh-2 \({OTHER.id}\) would share one"):
        check(PROJECT, Series.of("nightly-{date}"), [CLUSTER, OTHER], TONIGHT)
    with pytest.raises(InvalidRequest, match=r"dwh-1 \(.+\) and DWH-1 \(.+\) would share one"):
        check(PROJECT, SERIES, [CLUSTER, ClusterInfo(OTHER.id, "DWH-1", "AVAILABLE")], TONIGHT)


def test_a_failed_cluster_without_a_name_is_told_by_its_id() -> None:
    night = Night(cast(Any, None), SERIES, TONIGHT, None, 4, 0, Deadline(1), False, print)
    job = Job(ClusterInfo(OTHER.id, "", "AVAILABLE"), "nightly--2026-11-29", "failed", error="could not be read")
    assert last_line(night, [job], None) == f"2026-11-29: 1 cluster: 1 failed; 0 old deleted; FAILED: {OTHER.id}"
