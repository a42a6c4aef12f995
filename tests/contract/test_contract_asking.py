"""What a single answer means for the clauses: a server gives exactly the answers that a test chooses."""

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count

import pytest

from dws_contract import Options, Verdict
from dws_contract.document import Contract
from dws_contract.probes.narrowing import ask_of_all
from dws_contract.steps.asking import Run
from dws_contract.steps.cleanup import clean_up
from dws_contract.steps.questions import OK, Probe
from dws_contract.traffic.credentials import Token
from dws_contract.traffic.messages import Request
from dws_contract.traffic.target import Target
from dws_reference import demo
from support.raw_server import Behaviour, RawServer, answer, close

JSON = "application/json"
IDS = (f"2a4d0f86-67cd-408a-8b66-01745400{number:04}" for number in count())


def created() -> Behaviour:
    """Answer as to a create, with an ID of its own."""
    return answer(200, f'{{"snapshot": {{"id": "{next(IDS)}"}}}}', Content_Type=JSON)


def refused(status: int, code: str = "DWS.0001") -> Behaviour:
    """Answer with an error."""
    return answer(status, f'{{"error_code": "{code}", "error_msg": "No."}}', Content_Type=JSON)


def available() -> Behaviour:
    """Answer with the details of a cluster that does nothing."""
    cluster = {"id": demo.CLUSTER_ID, "name": "dws-demo", "status": "AVAILABLE"}
    return answer(200, json.dumps({"cluster": cluster}), Content_Type=JSON)


@contextmanager
def examining(*behaviours: Behaviour, max_creates: int = 60, busy_timeout: float = 60) -> Iterator[Run]:
    """Examine a server that behaves so."""
    with RawServer(*behaviours) as server:
        options = Options(
            url=server.url,
            project_id=demo.PROJECT_ID,
            cluster_id=demo.CLUSTER_ID,
            token="a-token",
            concurrency=3,
            max_creates=max_creates,
            busy_timeout=busy_timeout,
        )
        contract = Contract.load()
        with Target(options, contract) as target:
            run = Run(options, contract, target)
            run.requests.credentials = Token("a-token", "$DWS_TOKEN")
            yield run


def verdicts(run: Run) -> dict[str, Verdict]:
    """Return what is known of each clause."""
    run.findings.settle()
    found = run.findings.verdicts(run.contract.terms, lambda clause: "not asked")
    return {verdict.clause.id: verdict for verdict in found}


def broken(run: Run) -> set[str]:
    """Return the clauses that were seen broken."""
    return {id_ for id_, verdict in verdicts(run).items() if verdict.state == "broken"}


def short_name(run: Run) -> Probe:
    """Ask whether a name of four characters is accepted."""

    def request() -> Request:
        return run.requests.create(name=run.requests.names.fresh(4))

    return Probe(
        clause="name-min-length", what="a name of 4", rule="4 to 64", request=request(), expect=OK, again=request
    )


def test_a_short_name_that_is_taken_is_no_deviation() -> None:
    with examining(refused(400), refused(400), created()) as run:
        run.ask(short_name(run))
        assert verdicts(run)["name-min-length"].state == "held"
    with examining(refused(400)) as run:
        run.ask(short_name(run))
        assert broken(run) == {"name-min-length"}


def listed(*statuses: str) -> Behaviour:
    """Answer with a list of snapshots in these statuses."""
    snapshots = [
        {
            "id": f"00000000-0000-4000-8000-00000000000{number}",
            "name": f"snapshot-{number}",
            "status": status,
            "type": "MANUAL",
            "cluster_id": demo.CLUSTER_ID,
            "started": "2026-11-24T03:59:23Z",
        }
        for number, status in enumerate(statuses)
    ]
    body = json.dumps({"snapshots": snapshots, "count": len(snapshots)})
    return answer(200, body, Content_Type=JSON)


def test_a_cluster_that_makes_a_snapshot_is_waited_for() -> None:
    busy = refused(403, "DWS.7023")
    with examining(busy, listed("CREATING"), listed("CREATING"), listed("AVAILABLE"), created()) as run:
        assert run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == set()


def test_a_cluster_that_just_made_a_snapshot_refuses_no_character() -> None:
    def of(some: Sequence[str]) -> Probe:
        request = run.requests.create(description="".join(some))
        return Probe(clause="description-charset", what="signs", rule="it is allowed", request=request, expect=OK)

    with examining(refused(403, "DWS.7023"), listed("AVAILABLE"), available(), created()) as run:
        ask_of_all(run, "#%", of)
        assert verdicts(run)["description-charset"].state == "held"
        assert broken(run) == set()


def test_a_snapshot_that_was_made_since_its_delete_was_refused_is_deleted() -> None:
    refusal, available = refused(403, "DWS.0015"), listed("AVAILABLE")
    with examining(created(), listed(), refusal, available, answer(204), listed()) as run:
        assert run.make("create-accepted", "a create", run.requests.create(), "it is allowed")
        assert clean_up(run) == ()


def test_a_snapshot_whose_delete_is_refused_for_good_is_left_behind() -> None:
    refusal, available = refused(403, "DWS.0015"), listed("AVAILABLE")
    with examining(created(), listed(), *[refusal, available] * 3, listed()) as run:
        assert run.make("create-accepted", "a create", run.requests.create(), "it is allowed")
        assert [snapshot.id for snapshot in clean_up(run)] == [run.snapshots.made[0].id]


def test_a_cluster_that_is_busy_for_too_long_is_no_deviation() -> None:
    busy = refused(403, "DWS.7023")
    with examining(busy, listed("CREATING"), listed("CREATING"), busy_timeout=0) as run:
        assert not run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        verdict = verdicts(run)["name-charset"]
    assert verdict.state == "not reached"
    assert verdict.reason == "snapshots were still being made after --busy-timeout 0 s of waiting"


def test_a_cluster_that_makes_nothing_is_not_busy() -> None:
    busy = refused(403, "DWS.7023")
    with examining(*[busy, listed(), available()] * 3, busy, listed()) as run:
        assert not run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == {"create-accepted"}


def test_a_cluster_of_which_nothing_is_told_may_be_busy() -> None:
    with examining(refused(403, "DWS.7023")) as run:
        assert not run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        verdict = verdicts(run)["name-charset"]
    assert (verdict.state, verdict.reason) == ("not reached", "the cluster was busy (403 DWS.7023)")


@pytest.mark.parametrize(
    ("status", "general"), [(422, "status-declared"), (500, "no-server-error"), (404, "bad-request-status")]
)
def test_an_unfit_status_is_told_to_the_rule_where_few_rules_meet_it(status: int, general: str) -> None:
    rules = ["name-string", "name-charset", "body-utf8", "body-json"]
    with examining(refused(status)) as run:
        for clause in rules[:3]:
            run.refuse(clause, "this", run.requests.create(), "the contract forbids it")
        assert broken(run) == {general, *rules[:3]}
    with examining(refused(status)) as run:
        for clause in rules:
            run.refuse(clause, "this", run.requests.create(), "the contract forbids it")
        assert broken(run) == {general}
        assert verdicts(run)["body-utf8"].reason == f"the answers had a wrong status: see {general}"


def test_the_form_of_a_failure_follows_from_the_failure() -> None:
    with examining(answer(500, "<h1>Oops</h1>", Content_Type="text/html")) as run:
        run.refuse("name-charset", "this", run.requests.create(), "the contract forbids it")
        assert broken(run) == {"name-charset", "no-server-error"}
        assert "see there" in verdicts(run)["error-media-type"].reason
    with examining(answer(400, "<h1>Oops</h1>", Content_Type="text/html")) as run:
        run.refuse("name-charset", "this", run.requests.create(), "the contract forbids it")
        assert broken(run) == {"error-media-type"}


def test_a_cut_connection_is_a_deviation_only_if_it_is_cut_again() -> None:
    with examining(close, created()) as run:
        assert run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == set()
    with examining(close, close, refused(401)) as run:
        run.refuse("body-json", "this", run.requests.create(), "the contract forbids it")
        assert broken(run) == {"always-answers"}
        assert "see always-answers" in verdicts(run)["body-json"].reason


def test_a_create_that_took_effect_without_an_answer_is_not_blamed_on_its_name() -> None:
    with examining(close, refused(400)) as run:
        assert not run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == {"always-answers"}


def test_an_answer_that_is_cut_short_counts_as_a_create() -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"

    def cut_short(connection: socket.socket) -> bool:
        connection.sendall(cut)
        return False

    with examining(cut_short, refused(401)) as run:
        run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == {"always-answers"}
        assert len(run.notes.created) == 1


def test_creates_never_exceed_the_cap_even_where_everything_is_accepted() -> None:
    with examining(*[created() for _ in range(20)], max_creates=3) as run:
        for clause in ("name-charset", "name-ascii", "name-string", "body-json", "body-utf8"):
            run.refuse(clause, "this", run.requests.create(), "the contract forbids it")
        assert len(run.notes.created) == 3
        assert verdicts(run)["body-json"].reason == "--max-creates 3 was used up"


def test_an_answer_that_never_ends_is_given_up() -> None:
    def trickle(connection: socket.socket) -> bool:
        connection.sendall(b"HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\n")
        with suppress(OSError):
            while True:
                connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        return False

    with examining(trickle, refused(401)) as run:
        run.refuse("body-json", "this", run.requests.create(), "the contract forbids it")
        assert broken(run) == {"always-answers"}


def test_names_that_no_file_can_hold_are_reported_all_the_same() -> None:
    with examining(created()) as run:
        run.sender.send(run.requests.post(b'{"snapshot": {"name": "\\ud800\\u0000"}}'))
        assert [snapshot.name for snapshot in run.notes.created] == ["\\ud800\\x00"]


def test_a_race_ends_where_connections_are_cut() -> None:
    with examining(close) as run:
        probe = Probe(clause="name-unique-concurrent", what="", rule="", request=run.requests.create(), expect=OK)
        exchanges = run.race(probe, [run.requests.create() for _ in range(3)])
    assert [exchange.status for exchange in exchanges] == [0, 0, 0]


def test_what_rests_on_a_broken_clause_is_not_asked() -> None:
    with examining(created()) as run:
        run.refuse("name-unique", "a taken name", run.requests.create(), "names are unique")
        request = run.requests.create()
        probe = Probe(clause="name-unique-case", what="", rule="", request=request, needs=("name-unique",))
        assert run.ask(probe) is None
        assert verdicts(run)["name-unique-case"].reason == "name-unique is broken, so an answer would prove nothing"


def test_a_good_body_is_asked_about_for_free_where_the_order_permits() -> None:
    with examining(refused(404), refused(400), refused(400), created()) as run:
        run.no_cluster = "00000000-1111-2222-3333-444444444444"
        assert run.accept("name-charset", "a name", run.requests.create(), "it is allowed")
        assert not run.accept("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == {"name-charset"}
        assert run.notes.created == []
        assert not run.accept("name-ascii", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == {"name-charset", "cluster-unknown"}


@pytest.mark.parametrize("status", [413, 502, 503, 504])
def test_what_a_gateway_answers_by_itself_is_no_deviation(status: int) -> None:
    with examining(answer(status, "<h1>No.</h1>", Content_Type="text/html")) as run:
        assert not run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == set()
        assert verdicts(run)["name-charset"].reason == f"a gateway answered by itself ({status})"


def test_what_the_service_itself_cannot_do_is_one() -> None:
    with examining(refused(503)) as run:
        run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == {"no-server-error", "name-charset"}
    with examining(refused(409)) as run:
        run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == {"status-declared", "name-charset"}


def test_a_gateway_may_not_tell_secrets_either() -> None:
    with examining(answer(502, "<h1>No token like a-token</h1>", Content_Type="text/html")) as run:
        run.secrets.add("a-token", "the token")
        run.make("name-charset", "a name", run.requests.create(), "it is allowed")
        assert broken(run) == {"answer-no-secret"}
