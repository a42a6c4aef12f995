"""Asks the service one question after the other and notes what the answers mean for the clauses."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

import httpx
from schemathesis import CheckContext, Response
from schemathesis.core import NOT_SET

from dws_contract.checks import AnswerChecks, Case, Check, ContractFailure, Operation, snapshot_id
from dws_contract.contract import JSON, Contract
from dws_contract.credentials import NoCredentials, Signature, Token
from dws_contract.ledger import Ledger
from dws_contract.messages import Credentials, Exchange, Request
from dws_contract.names import Names
from dws_contract.options import Options
from dws_contract.present import Presenter, printable
from dws_contract.report import Snapshot
from dws_contract.secrets import Secrets
from dws_contract.target import Target

ABSENT = object()
"""A member that is left out of a snapshot."""

OK = frozenset({200})
REFUSED = frozenset({400})
NOT_FOUND = frozenset({404})
_BUSY = "DWS.7023"
_ENOUGH = 3
_PRESENTED = 20
_TRIES_OF_SHORT_NAMES = 4


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One question to the service.

    clause: what is asked about; what: what is sent, in words ("a name of 3 characters"); rule: what the contract says
    of it; expect: the statuses that hold the clause; needs: clauses without which the answer means nothing; again:
    makes the same request with another name, for names so short that they may be taken; free: whether the request keeps
    every rule but names no cluster, so that 404 shows its acceptance and nothing is made.
    """

    clause: str
    what: str
    rule: str
    request: Request
    expect: frozenset[int] = REFUSED
    needs: tuple[str, ...] = ()
    again: Callable[[], Request] | None = None
    free: bool = False

    @property
    def keeps_rules(self) -> bool:
        """Whether the request is one to accept."""
        return self.free or HTTPStatus.OK in self.expect


class Examiner:
    """Everything that a question needs: the contract, the target, names, credentials, and the ledger."""

    def __init__(self, options: Options, contract: Contract, target: Target, operation: Operation) -> None:
        self.options = options
        self.contract = contract
        self.target = target
        self.operation = operation
        self.rng = random.Random(options.seed)
        self.names = Names(random.SystemRandom())
        self.ledger = Ledger()
        self.created: list[Snapshot] = []
        self.defaults: dict[str, object] = {"cluster_id": options.cluster_id}
        self.shape = "a"
        self.media_type = JSON
        self.credentials: Credentials
        self.no_cluster: str | None = None
        self.token: Token | None = None
        self.signature: Signature | None = None
        self.secrets = Secrets()
        self.present = Presenter(target, self.secrets)
        self._checks = AnswerChecks(contract, self.secrets)
        self._unanswered: Counter[str] = Counter()

    # Requests

    @property
    def path(self) -> str:
        """The path of createSnapshot in the caller's project."""
        return self.path_of(self.options.project_id)

    def path_of(self, project_id: str) -> str:
        """The path of createSnapshot in a project."""
        return self.target.prefix + self.contract.path.replace("{project_id}", project_id)

    def snapshot(self, **members: object) -> dict[str, object]:
        """Return a snapshot object that keeps every rule, but for the members given; ABSENT leaves one out."""
        whole = {"name": ABSENT, **self.defaults, **members}
        if "name" not in members:
            whole["name"] = self.fresh_name()
        return {name: value for name, value in whole.items() if value is not ABSENT}

    def fresh_name(self) -> str:
        """Return a new name of the plain shape."""
        return self.names.like(self.shape)

    def create(self, **members: object) -> Request:
        """Return a request to create such a snapshot."""
        return self.post(json.dumps({"snapshot": self.snapshot(**members)}, ensure_ascii=False).encode())

    def post(self, body: bytes | None) -> Request:
        """Return a request to create a snapshot with this body."""
        return Request(path=self.path, credentials=self.credentials, media_type=self.media_type, body=body)

    # Questions

    def ask(self, probe: Probe) -> Exchange | None:
        """Send a question and judge the answer. Returns None where it was not sent, the reason being noted."""
        if self.withheld(probe):
            return None
        exchange = self.send(probe.request)
        if probe.again is not None and probe.keeps_rules:
            for _ in range(_TRIES_OF_SHORT_NAMES):
                if exchange.status != HTTPStatus.BAD_REQUEST:
                    break
                exchange = self.send(probe.again())
        self.judge(probe, exchange)
        return exchange

    def accept(self, clause: str, what: str, request: Request, rule: str) -> bool:
        """Ask with a request that keeps every rule, for free where that is possible. Return whether it was accepted."""
        probe = self.for_free(Probe(clause=clause, what=what, rule=rule, request=request, expect=OK))
        exchange = self.ask(probe)
        return exchange is not None and exchange.status in probe.expect

    def make(self, clause: str, what: str, request: Request, rule: str) -> bool:
        """Ask with a request that keeps every rule, and make the snapshot. Return whether it was accepted."""
        exchange = self.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=OK))
        return exchange is not None and exchange.accepted

    def for_free(self, probe: Probe) -> Probe:
        """Return the same question with the UUID of no cluster: the body is judged before the cluster.

        Creates cost money, and a cluster may be busy. Where the service was not seen to judge in this order, the
        question stays as it is.
        """
        if self.no_cluster is None or probe.request.body is None or not probe.keeps_rules:
            return probe
        body = probe.request.body.replace(self.options.cluster_id.encode(), self.no_cluster.encode())
        expect = probe.expect - OK | NOT_FOUND
        return replace(probe, request=replace(probe.request, body=body), expect=expect, again=None, free=True)

    def refuse(self, clause: str, what: str, request: Request, rule: str) -> None:
        """Ask with a request that breaks a rule of the body."""
        self.ask(Probe(clause=clause, what=what, rule=rule, request=request))

    def race(self, probe: Probe, requests: list[Request]) -> list[Exchange]:
        """Send all requests at the same moment. The answers are not judged."""
        if len(requests) > self._creates_left():
            self.ledger.miss(probe.clause, f"{len(requests)} simultaneous creates might exceed --max-creates")
            return []
        if self._lacks(probe):
            return []
        barrier = threading.Barrier(len(requests))
        with ThreadPoolExecutor(len(requests)) as pool:
            exchanges = list(pool.map(lambda request: self.target.send(request, barrier), requests))
        for exchange in exchanges:
            self._note(exchange)
        return exchanges

    def send(self, request: Request) -> Exchange:
        """Send a request and remember what it created. The answer is not judged."""
        exchange = self.target.send(request)
        self._note(exchange)
        return exchange

    def judge(self, probe: Probe, exchange: Exchange) -> None:
        """Note what an answer means for the clause that was asked about, and for those on all answers."""
        if exchange.answer is None:
            self._no_answer(probe, exchange)
            return
        if exchange.resent and exchange.status == HTTPStatus.BAD_REQUEST and HTTPStatus.OK in probe.expect:
            sentence = f"{probe.what}: the connection was cut, and yet it had an effect; every request is answered"
            self._break("always-answers", sentence, exchange)
            return
        self.ledger.hold("always-answers")
        on_operation = self._is_on_operation(exchange.request)
        self._judge_status(probe, exchange, on_operation)
        self._run_checks(probe, exchange, self._checks.of_operation() if on_operation else self._checks.of_any())

    def deviate(self, probe: Probe, exchange: Exchange, sentence: str, times: int) -> None:
        """Note a deviation of many simultaneous requests, in a sentence of its own."""
        deviation = self.present.deviation(probe.clause, sentence, exchange)
        line = f"# Take a new name first.\nfor each in $(seq {times}); do {deviation.curl} & done; wait"
        self.ledger.break_(replace(deviation, curl=line))

    # Sending

    def withheld(self, probe: Probe) -> bool:
        """Whether a question must not be sent: it would tell nothing, nothing new, or cost too much."""
        if self._lacks(probe) or max(self.ledger.broken(probe.clause), self._unanswered[probe.clause]) >= _ENOUGH:
            return True
        if not (self.may_create if HTTPStatus.OK in probe.expect else self._creates_left()):
            self.ledger.miss(probe.clause, f"--max-creates {self.options.max_creates} was used up")
            return True
        return False

    def _is_on_operation(self, request: Request) -> bool:
        """Whether the contract names the request's path and method; what it does not name has HTTP's own answers."""
        given = request.path.partition("?")[0].split("/")
        named = self.path_of("{project_id}").split("/")
        fits = len(given) == len(named) and all(
            part in ("{project_id}", own) for part, own in zip(named, given, strict=True)
        )
        return fits and request.method in self.contract.methods

    def _lacks(self, probe: Probe) -> bool:
        for need in probe.needs:
            if not self.ledger.carries(need):
                self.ledger.miss(probe.clause, f"{need} is broken, so an answer would tell nothing")
                return True
        return False

    @property
    def may_create(self) -> bool:
        """Whether one more create is within the cap. One is kept in hand, for a request that is accepted wrongly."""
        return self._creates_left() > 1

    def _creates_left(self) -> int:
        return self.options.max_creates - len(self.created)

    def _note(self, exchange: Exchange) -> None:
        """Remember what was created, and what must not be shown."""
        signer = exchange.request.credentials
        date = exchange.sent.get("X-Sdk-Date")
        if self.signature is not None and isinstance(signer, Signature) and date:
            self.secrets.add_signature(self.signature.right(exchange.request, self.target.host, date))
        if exchange.accepted:
            given = None if exchange.answer is None else snapshot_id(Response.from_any(exchange.answer))
            self.created.append(Snapshot(printable(_name_in(exchange.request)), given and printable(given)))

    # Judging

    def _judge_status(self, probe: Probe, exchange: Exchange, on_operation: bool) -> None:
        status = exchange.status
        declared = status in self.contract.statuses
        if status in probe.expect:
            if not (probe.free and probe.clause == "create-accepted"):
                self.ledger.hold(probe.clause)
            if on_operation:
                self.ledger.hold("status-declared")
                self.ledger.hold("no-server-error")
            if probe.expect == REFUSED:
                self.ledger.hold("bad-request-status")
            if status == HTTPStatus.OK and probe.clause != "create-accepted":
                self.ledger.hold("create-accepted")
            return
        if status == HTTPStatus.FORBIDDEN and _error_code(exchange.answer) == _BUSY:
            self.ledger.miss(probe.clause, f"the cluster was busy (403 {_BUSY})")
            return
        deviation = self.present.deviation(probe.clause, _sentence(probe, status), exchange)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR and on_operation:
            self.ledger.misfit("no-server-error", deviation)
        elif exchange.accepted:
            clause = "cluster-unknown" if probe.free else "create-accepted" if probe.keeps_rules else probe.clause
            self.ledger.break_(replace(deviation, clause=clause))
        elif not declared and on_operation:
            self.ledger.misfit("status-declared", deviation)
        elif probe.expect == REFUSED:
            self.ledger.misfit("bad-request-status", deviation)
        else:
            self.ledger.break_(deviation)

    def _run_checks(self, probe: Probe, exchange: Exchange, checks: dict[str, Check]) -> None:
        """Let the checks judge the answer, but for the clause that was asked about: that one is judged already."""
        assert exchange.answer is not None
        method: Any = exchange.request.method
        case = self.operation.Case(
            method=method,
            path_parameters={"project_id": self.options.project_id},
            body=_json_of(exchange.request) if exchange.accepted else NOT_SET,
        )
        noting = [self._noting(*item, exchange) for item in checks.items() if item[0] != probe.clause]
        case.validate_response(exchange.answer, checks=noting)

    def _noting(self, clause: str, check: Check, exchange: Exchange) -> Check:
        """Return the check, made to tell the ledger what it finds: schemathesis's own report would be made in vain."""

        def run(ctx: CheckContext, response: Response, case: Case) -> bool | None:
            try:
                skipped = check(ctx, response, case)
            except ContractFailure as failure:
                self._break(failure.clause, failure.message, exchange)
                return None
            if not skipped:
                self.ledger.hold(clause)
            return skipped

        return run

    def _no_answer(self, probe: Probe, exchange: Exchange) -> None:
        sentence = f"{probe.what}: {exchange.failure}; the contract says every request is answered"
        self._break("always-answers", sentence, exchange)
        self.ledger.miss(probe.clause, f"{exchange.failure}: see always-answers")
        self._unanswered[probe.clause] += 1
        without = Request(path=self.path, credentials=NoCredentials())
        self.target.require_alive(without, replace(without, method="GET", path=f"{self.target.prefix}/"))

    def _break(self, clause: str, sentence: str, exchange: Exchange) -> None:
        if self.ledger.broken(clause) < _PRESENTED:
            self.ledger.break_(self.present.deviation(clause, sentence, exchange))
        else:
            self.ledger.break_again(clause)


def _sentence(probe: Probe, status: int) -> str:
    wanted = " or ".join(map(str, sorted(probe.expect)))
    if probe.keeps_rules:
        did = f"was answered with {status}" if status < HTTPStatus.BAD_REQUEST else f"was refused with {status}"
        return f"{probe.what} {did}; {probe.rule}"
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return f"{probe.what} was accepted; {probe.rule}"
    return f"{probe.what} was answered with {status}, not {wanted}; {probe.rule}"


def _error_code(answer: httpx.Response | None) -> object:
    try:
        body = {} if answer is None else answer.json()
    except (ValueError, RecursionError):
        return None
    return body.get("error_code") if isinstance(body, dict) else None


def _json_of(request: Request) -> Any:
    try:
        return json.loads(request.body or b"")
    except (ValueError, RecursionError):
        return None


def _name_in(request: Request) -> str:
    try:
        name = _json_of(request)["snapshot"]["name"]
    except (LookupError, TypeError):
        return ""
    return name if isinstance(name, str) else ""
