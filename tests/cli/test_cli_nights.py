"""Ten nights of 40 clusters while answers are lost, clusters are busy, snapshots fail and the command is killed.

Meanwhile another series backs up some of the clusters, and on one night the command runs twice at the same time.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any

from support.command import Cloud, begun, cloud

NAMES = [f"dwh-{number:02}" for number in range(40)]
BUSY, FAILING = NAMES[:3], NAMES[3:5]
KEEP, NIGHTS = 7, 10
KILLED, BUSY_NIGHT, FAILED, TWICE = 2, 4, 6, 8
MARK = "dws-snapshots backup (series nightly-{cluster}-{date})"
OTHER_SERIES, OF_OTHER_SERIES, OTHER_NIGHTS = "nightly-{cluster}-{date}-b", NAMES[5:8], (3, 9)
READY_FOR_KILL = 8
FAULTS = [
    {"kind": "reset-after", "probability": 0.1, "operation": "createSnapshot"},
    {"kind": "reset-before", "probability": 0.05, "operation": "createSnapshot"},
    {"kind": "unavailable", "probability": 0.05, "operation": "createSnapshot"},
    {"kind": "reset-after", "probability": 0.1, "operation": "deleteSnapshot"},
    {"kind": "unavailable", "probability": 0.05},
]


def backup(night: int) -> list[str]:
    options = ("--keep", str(KEEP), "--date", f"2026-11-{night:02}", "--parallel", "40", "--output", "json")
    return ["backup", "--all", *options]


def backup_of_other_series(night: int) -> list[str]:
    clusters = (part for cluster in OF_OTHER_SERIES for part in ("--cluster", cluster))
    options = ("--keep", "1", "--date", f"2026-11-{night:02}", "--name", OTHER_SERIES, "--output", "json")
    return ["backup", *clusters, *options]


def nightly(cluster: str, night: int) -> str:
    return f"nightly-{cluster}-2026-11-{night:02}"


def of_night(there: Cloud, night: int, *clusters: str) -> dict[str, str]:
    """The IDs of a night's snapshots."""
    wanted = {nightly(cluster, night) for cluster in clusters}
    return {one.name: one.id for one in there.snapshots() if one.name in wanted}


def ended(there: Cloud, process: subprocess.Popen[str]) -> tuple[int, Any]:
    """Let time pass until a command has ended; return its exit code and what it printed."""
    while True:
        try:
            printed, said = process.communicate(timeout=0.3)
        except subprocess.TimeoutExpired:
            there.advance()
        else:
            assert printed, said
            return process.returncode, json.loads(printed)


def results(told: Any) -> set[str]:
    return {cluster["result"] for cluster in told["clusters"]}


def others(there: Cloud) -> set[str]:
    """Make what others have: names that fit, without the mark or with another series'; the mark with names that don't.

    Return the IDs of all of it.
    """
    for number, cluster in enumerate(NAMES[:5]):
        of = there.clusters[cluster]
        there.dws.create_snapshot(name=f"nightly-{cluster}-2026-10-0{number + 1}", cluster_id=of, description="by hand")
    there.advance()
    for cluster in NAMES[:5]:
        name = f"nightly-{cluster}-2026-10-01-kept"
        there.dws.create_snapshot(name=name, cluster_id=there.clusters[cluster], description=MARK)
    there.dws.create_snapshot(name="nightly-dwh-11-2026-10-01", cluster_id=there.clusters["dwh-10"], description=MARK)
    for cluster in OF_OTHER_SERIES:
        name, other_mark = f"nightly-{cluster}-2026-10-01", MARK.replace("{date}", "{date}-b")
        there.dws.create_snapshot(name=name, cluster_id=there.clusters[cluster], description=other_mark)
    there.advance()
    return {one.id for one in there.snapshots()}


def test_every_cluster_has_one_a_night_and_seven_stay_and_nothing_of_anybody_elses_is_touched() -> None:
    with cloud(*NAMES) as there:
        kept = others(there)
        for fault in FAULTS:
            there.admin("POST", "faults", fault)
        for night in range(1, NIGHTS + 1):
            if night == BUSY_NIGHT:
                kept |= {
                    there.dws.create_snapshot_once(name=f"adhoc-{one}", cluster_id=there.clusters[one]).id
                    for one in BUSY
                }
            if night == KILLED:
                with begun(there.url, *backup(night)) as process:
                    while len(of_night(there, night, *NAMES)) < READY_FOR_KILL:
                        assert process.poll() is None
                    process.kill()
            if night in OTHER_NIGHTS:
                with begun(there.url, *backup_of_other_series(night)) as process:
                    code, told = ended(there, process)
                assert (code, told["failed"]) == (0, 0), told
            if night == TWICE:
                with begun(there.url, *backup(night)) as process, begun(there.url, *backup(night)) as other:
                    both = [ended(there, process), ended(there, other)]
                assert [(code, told["failed"]) for code, told in both] == [(0, 0), (0, 0)], both
            with begun(there.url, *backup(night)) as process:
                if night == FAILED:
                    while len(failing := of_night(there, night, *FAILING)) < len(FAILING):
                        assert process.poll() is None
                    for snapshot_id in failing.values():
                        there.admin("POST", f"snapshots/{snapshot_id}/fail")
                code, told = ended(there, process)
            if night == FAILED:
                assert code == 1
                failed = {one["cluster_name"]: one["error"] for one in told["clusters"] if one["result"] == "failed"}
                assert sorted(failed) == FAILING
                assert all("is UNAVAILABLE: the service failed to make it" in error for error in failed.values())
                with begun(there.url, *backup(night)) as process:
                    code, told = ended(there, process)
                assert {one["cluster_name"] for one in told["clusters"] if one["result"] == "created"} == set(FAILING)
            assert (code, told["failed"]) == (0, 0), told
            assert results(told) <= {"created", "found"}
        there.admin("DELETE", "faults")
        snapshots = there.snapshots()
        assert {one.status for one in snapshots} == {"AVAILABLE"}
        expected = {nightly(cluster, night) for cluster in NAMES for night in range(NIGHTS - KEEP + 1, NIGHTS + 1)}
        expected |= {f"{nightly(cluster, OTHER_NIGHTS[-1])}-b" for cluster in OF_OTHER_SERIES}
        assert sorted(one.name for one in snapshots if one.id not in kept) == sorted(expected)
        assert kept <= {one.id for one in snapshots}
