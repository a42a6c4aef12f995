"""A service with only some of the operations: the suite tests these, and the others do not make a run fail."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dws_contract import UsageError, run
from dws_contract.cli import main
from dws_contract.operations import OPERATIONS
from plain_server.refusal import Refused
from plain_server.server import Account, Call, Service
from plain_server.wire import Request
from support.served import served

SERVED = {
    ("createSnapshot",): ("create-accepted", "name-unique", "auth-required", "body-json"),
    ("createSnapshot", "listSnapshots"): ("list-answer", "list-complete"),
    ("createSnapshot", "listSnapshots", "deleteSnapshot", "listSnapshotDetails"): ("delete-accepted", "delete-gone"),
    ("createSnapshot", "listClusterSnapshots"): ("page-answer", "page-limit"),
    ("createSnapshot", "restoreCluster"): ("restore-members",),
}
ACCOUNT = Account()


class Partial(Service):
    """Serves some operations; where a path has none of them, it does not exist."""

    operations: tuple[str, ...] = ()

    def route(self, request: Request) -> Call:
        call = super().route(request)
        if call.operation not in self.operations:
            raise Refused(404, "APIGW.0101", "The API does not exist.")
        return call


@pytest.mark.parametrize("operations", SERVED)
def test_a_service_of_some_operations_conforms_in_these(operations: tuple[str, ...]) -> None:
    service = Partial(ACCOUNT)
    service.operations = operations
    keys: dict[str, Any] = {"access_key": ACCOUNT.access_key, "secret_key": ACCOUNT.secret_key}
    with served(service, operations=operations, max_examples=24, fail_on=("not-reached",), **keys) as options:
        report = run(options)
    assert report.conforms, report.summary()
    held = {verdict.clause.id for verdict in report.of("held")}
    assert held.issuperset(SERVED[operations]), report.summary()
    assert report.unasked == {}
    assert report.exit_code == 0, report.summary()
    missed = report.of("not reached")
    assert {each.reason.partition(" leaves out ")[0] for each in missed} == {"not asked: --operations"}, (
        report.summary()
    )
    assert not any(operation in each.reason for operation in operations for each in missed)
    assert (report.left == ()) == ("deleteSnapshot" in operations)


def test_without_details_the_clean_up_waits_and_no_busy_cluster_is_wrong() -> None:
    operations = tuple(operation for operation in OPERATIONS if operation != "listSnapshotDetails")
    service = Partial(ACCOUNT)
    service.operations, service.creation_time = operations, 0.5
    before = set(service.snapshots)
    keys: dict[str, Any] = {"access_key": ACCOUNT.access_key, "secret_key": ACCOUNT.secret_key}
    with served(service, operations=operations, only=("names", "restores"), **keys) as options:
        report = run(options)
    assert report.conforms, report.summary()
    assert (report.left, set(service.snapshots)) == ((), before)


def test_without_a_list_a_busy_cluster_makes_no_run_fail() -> None:
    service = Service(ACCOUNT)
    service.creation_time = 3600
    keys: dict[str, Any] = {"access_key": ACCOUNT.access_key, "secret_key": ACCOUNT.secret_key, "keep": True}
    with served(service, operations=("createSnapshot",), fail_on=("not-reached",), **keys) as options:
        report = run(options)
    assert (report.outcome, report.exit_code) == ("conforms", 0), report.summary()
    missed = {each.clause.id: each.reason for each in report.of("not reached")}
    assert missed["name-distinct"] == "not asked: --operations leaves out listSnapshots, listClusterSnapshots"
    assert (
        missed["name-unique-concurrent"]
        == missed["auth-alternatives"]
        == "not asked: --operations leaves out listSnapshots"
    )


def test_the_clean_up_deletes_even_if_the_run_does_not_test_deletes(capfd: pytest.CaptureFixture[str]) -> None:
    service = Service(ACCOUNT)
    before = set(service.snapshots)
    with served(service, operations=("createSnapshot",)) as options:
        report = run(options)
        assert len(report.created) > 10
        assert (report.left, set(service.snapshots)) == ((), before)
        run(replace(options, keep=True, only=("lists",)))
        assert set(service.snapshots) > before
        target = ["--url", options.url, "--project-id", options.project_id, "--cluster-id", options.cluster_id]
        assert main([*target, "--token", ACCOUNT.token, "--operations", "createSnapshot", "--sweep"]) == 0
    assert set(service.snapshots) == before


def test_the_command_takes_commas_and_spaces(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with served(Service()) as options:
        target = ["--url", options.url, "--project-id", options.project_id, "--cluster-id", options.cluster_id]
        some = ["--operations", "createSnapshot,deleteSnapshot", "listSnapshots", "--only", "names,lists", "bodies"]
        arguments = [*target, "--token", options.token or "", "--seed", "1", "--max-examples", "0", *some]
        assert main([*arguments, "--report-dir", str(tmp_path)]) == 0
    told = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert told["operations"] == ["createSnapshot", "deleteSnapshot", "listSnapshots"]
    assert told["only"] == ["names", "lists", "bodies"]
    repeated = "--only names lists bodies --operations createSnapshot deleteSnapshot listSnapshots."
    assert repeated in capfd.readouterr().out


def test_operations_that_are_none_are_bad_usage() -> None:
    with served(Service()) as options:
        for operations, sentence in ((("createSnapshots",), "createSnapshots"), (("listSnapshots",), "lacks")):
            with pytest.raises(UsageError, match=sentence):
                run(replace(options, operations=operations))
