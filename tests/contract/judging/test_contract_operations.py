"""No operation of the contract is skipped silently: each has a record, and a report names those that were not asked."""

import asyncio
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
import yaml

from dws_contract import CLAUSES, Options, Report, reports, run, suite
from dws_contract.document import Contract, find_document
from dws_contract.operations import OPERATIONS, Operation
from dws_contract.probes import access, lists
from plain_server.refusal import Refused
from plain_server.server import Call, Service, listen
from plain_server.wire import Request

LIST = "/v1.0/{project_id}/gadgets"


def with_gadgets() -> Contract:
    """Return the contract with one operation more, a list like that of snapshots."""
    document = yaml.safe_load(find_document())
    more = document["paths"]["/v1.0/{project_id}/snapshots"]
    document["paths"][LIST] = {**more, "get": {**more["get"], "operationId": "listGadgets"}}
    del document["paths"][LIST]["post"]
    return Contract.load(json.dumps(document))


class WithGadgets(Service):
    """Has the new operation, and fails each time that it is asked."""

    def route(self, request: Request) -> Call:
        match self.segments(request):
            case ["", "v1.0", project_id, "gadgets"]:
                return Call(self.operation(request.method, {"GET": "listGadgets"}), project_id, "", request)
        return super().route(request)

    async def perform(self, call: Call) -> object:  # type: ignore[override]
        if call.operation == "listGadgets":
            raise Refused(500, "DWS.9999", "Server failure.")
        return await super().perform(call)


@contextmanager
def serving(service: Service) -> Iterator[Options]:
    """Serve on a thread, and yield what a run is told."""
    started: Future[Callable[[], object]] = Future()

    async def serve() -> None:
        async with await listen(service):
            over, loop = asyncio.Event(), asyncio.get_running_loop()
            started.set_result(lambda: loop.call_soon_threadsafe(over.set))
            await over.wait()

    account = service.account
    thread = Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    stop = started.result()
    try:
        yield Options(
            url=f"http://{service.authority}",
            project_id=account.project_id,
            cluster_id=account.cluster_id,
            token=account.token,
            seed=1,
            max_examples=0,
        )
    finally:
        stop()
        thread.join()


@contextmanager
def subjects(monkeypatch: pytest.MonkeyPatch, *modules: object) -> Iterator[None]:
    """Let runs ask about these subjects, as if there were no others."""
    found = {name: ask for name, ask in suite.SUBJECTS.items() if ask in [each.ask for each in modules]}  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        patch.setattr(suite, "SUBJECTS", found)
        yield


def told(report: Report, folder: Path) -> list[str]:
    """Return the report in each of its forms."""
    reports.write(report, folder)
    return [report.summary(), *(path.read_text("utf-8") for path in folder.iterdir())]


def test_every_operation_of_the_contract_has_a_record_and_none_other() -> None:
    assert OPERATIONS.keys() == Contract.load().endpoints.keys()
    assert all({record.accepts, record.unknown} <= CLAUSES.keys() for record in OPERATIONS.values())
    assert all((record.rules is None) == (record.share == 0) for record in OPERATIONS.values())


@pytest.mark.parametrize("only", [(), ("routes",)])
def test_an_operation_without_a_record_is_told_in_every_report(only: tuple[str, ...], tmp_path: Path) -> None:
    with serving(WithGadgets()) as options:
        report = run(replace(options, only=only), contract=with_gadgets())
    assert report.of("broken") == [], report.summary()
    assert report.unasked == {"listGadgets": "the suite has no record of it"}
    assert (report.outcome, report.exit_code) == ("not judged", 2)
    texts = told(report, tmp_path)
    assert len(texts) == 4
    assert all("listGadgets" in text and "the suite has no record of it" in text for text in texts)
    assert "It could not be judged" in texts[0]


def test_a_deviation_counts_more_than_an_operation_without_a_record() -> None:
    with serving(Service()) as options:
        report = run(replace(options, only=("routes",)), contract=with_gadgets())
    assert [verdict.clause.id for verdict in report.of("broken")] == ["method-not-allowed"]
    assert (list(report.unasked), report.exit_code) == (["listGadgets"], 1)


def test_a_record_is_enough_for_the_clauses_on_all_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    record = Operation(effect="reads", accepts="list-answer", answer="a list of gadgets")
    monkeypatch.setitem(OPERATIONS, "listGadgets", record)
    with serving(WithGadgets()) as options:
        report = run(replace(options, only=("access",)), contract=with_gadgets())
    assert [verdict.clause.id for verdict in report.of("broken")] == ["list-answer", "no-server-error"]
    assert report.unasked == {}


def test_an_operation_that_was_never_asked_is_told_in_every_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with serving(Service()) as options, subjects(monkeypatch, lists):
        report = run(options)
        left_out = run(replace(options, max_restores=0))
    assert report.of("broken") == [], report.summary()
    assert report.unasked.keys() >= {"deleteSnapshot", "restoreCluster", "copySnapshot"}
    assert report.exit_code == 2
    assert all("copySnapshot" in text and "no request was for it" in text for text in told(report, tmp_path))
    assert report.unasked.keys() - left_out.unasked.keys() == {"restoreCluster"}


def test_the_clauses_on_all_operations_ask_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Service()) as options, subjects(monkeypatch, access):
        report = run(options)
    assert report.unasked == {}
    assert report.conforms, report.summary()
