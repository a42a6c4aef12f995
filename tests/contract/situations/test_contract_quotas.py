"""Services with quotas: the suite can tell a refusal because of a quota from a wrong refusal."""

from __future__ import annotations

import pytest

from dws_contract import run
from plain_server.bodies import Draft
from plain_server.faults import CATALOGUE
from plain_server.refusal import Refused
from plain_server.server import Service
from support.served import served


class Limited(Service):
    """Keeps so many manual snapshots and clusters, and no more."""

    snapshots_max = 1000
    clusters_max = 1000

    def keep(self, draft: Draft) -> str:
        if len([each for each in self.mine() if each.type == "MANUAL"]) >= self.snapshots_max:
            raise Refused(403, "DWS.0010", "The quota of snapshots is used up.")
        return super().keep(draft)

    def add_cluster(self, name: str) -> str:
        if len(self.clusters) >= self.clusters_max:
            raise Refused(403, "DWS.0011", "The quota of clusters is used up.")
        return super().add_cluster(name)


@pytest.mark.parametrize("most", [4, 8, 20])
def test_a_quota_of_snapshots_is_no_deviation(most: int) -> None:
    service = Limited()
    service.snapshots_max = most
    with served(service) as options:
        report = run(options)
    assert report.conforms, report.summary()
    assert report.left == ()
    assert any("set --max-creates " in verdict.reason for verdict in report.verdicts)


def test_a_quota_of_clusters_is_no_deviation() -> None:
    service = Limited()
    service.clusters_max = 2
    with served(service) as options:
        report = run(options)
    assert report.conforms, report.summary()
    reasons = {verdict.clause.id: verdict.reason for verdict in report.verdicts}
    assert "set --max-restores 1" in reasons["restore-members"]


@pytest.mark.parametrize("fault", ["name-hyphen-refused", "description-blank-refused"])
def test_what_is_refused_beside_a_plain_request_is_a_deviation(fault: str) -> None:
    with served(CATALOGUE[fault].service()) as options:
        report = run(options)
    assert not {verdict.clause.id for verdict in report.of("broken")}.isdisjoint(CATALOGUE[fault].clauses)
