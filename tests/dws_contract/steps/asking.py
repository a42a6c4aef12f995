"""Sends probes to the service and has the answers judged."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus

from dws_contract.checks import Memory
from dws_contract.document import Contract
from dws_contract.operations import record_of
from dws_contract.options import Options
from dws_contract.steps.budget import Budget
from dws_contract.steps.known import KnownSnapshots
from dws_contract.steps.listing import Listing
from dws_contract.steps.misreading import Misreading
from dws_contract.steps.noting import Notes
from dws_contract.steps.proving import Proving
from dws_contract.steps.questions import BUSY, CONFLICT, FORBIDDEN, NOT_FOUND, OK, REFUSED, Probe
from dws_contract.steps.waiting import Waiting, is_busy
from dws_contract.traffic.credentials import NoCredentials
from dws_contract.traffic.messages import NOT_ASKED, Exchange, Request
from dws_contract.traffic.present import Presenter
from dws_contract.traffic.requests import Requests
from dws_contract.traffic.secrets import Secrets
from dws_contract.traffic.sending import Sender
from dws_contract.traffic.story import Story
from dws_contract.traffic.target import Target, Unjudgeable
from dws_contract.verdicts.findings import Findings
from dws_contract.verdicts.judge import Judge

_ENOUGH = 3
_CONTROLS = 10
_OF_QUOTAS = REFUSED | FORBIDDEN | CONFLICT
_TRIES_OF_SHORT_NAMES = 4


class Run:
    """A run: its parts, and the methods that send probes with them.

    no_cluster: a UUID that belongs to no cluster. With it the service answers 400 to a bad body and 404 to a good one,
    so that testing a body creates nothing. None if the service was not seen to check in this order; judges_body_first:
    the operations that were seen to check their body before the snapshot; asked: the operations that answered the
    caller in the caller's own project.
    """

    def __init__(self, options: Options, contract: Contract, target: Target) -> None:
        self.options = options
        self.contract = contract
        self.target = target
        self.secrets = Secrets()
        self.findings = Findings(options.sourced)
        self.snapshots = KnownSnapshots()
        self.requests = Requests(options, contract, target.prefix)
        self.story = Story(self.requests, self.snapshots, target)
        self.presenter = Presenter(target, self.secrets, self.story)
        self.judge = Judge(Memory(contract, self.secrets, self.snapshots), self.findings, self.presenter)
        self.notes = Notes(self.requests, self.judge, target.host, self.story)
        self.budget = Budget(options, self.notes)
        self.proving = Proving(self.requests, target, self.secrets)
        self.sender = Sender(target, self.notes, self.judge, self.proving)
        self.misreading = Misreading(target, self.sender, self.judge)
        self.listing = Listing(self.requests, self.sender, self.snapshots)
        self.waiting = Waiting(self.requests, self.sender, self.snapshots, self.listing)
        self.no_cluster: str | None = None
        self.judges_body_first: set[str] = set()
        self.asked: set[str] = set()
        self._unanswered: Counter[str] = Counter()
        self._controls_left = _CONTROLS

    def ask(self, probe: Probe) -> Exchange | None:
        """Send a probe and judge the answer. Return None if it was not sent; then the reason is noted."""
        if self.withheld(probe):
            return None
        with self.findings.timed(probe.clause):
            return self._ask(probe)

    def _ask(self, probe: Probe) -> Exchange:
        exchange = self.pose(probe)
        if probe.again is not None and probe.keeps_rules:
            for _ in range(_TRIES_OF_SHORT_NAMES):
                if exchange.status != HTTPStatus.BAD_REQUEST:
                    break
                exchange = self.waiting.send(probe.again())
        exchange = self._certain(probe, exchange)
        if reason := self._quota(probe, exchange):
            self.findings.miss(probe.clause, reason)
        else:
            self.conclude(probe, exchange)
        return exchange

    def _certain(self, probe: Probe, exchange: Exchange) -> Exchange:
        """Return the answer to judge. After an unexpected refusal the probe is sent again: the cause may have passed.

        If both answers are unexpected, the first is judged: that request may have changed something.
        """
        if exchange.status in probe.expect:
            return exchange
        if (right := self.misreading.right_answer(probe, exchange)) is not None:
            return right
        if not exchange.may_pass or is_busy(exchange):
            return exchange
        again = self.pose(probe)
        return again if again.status in probe.expect else exchange

    def _quota(self, probe: Probe, exchange: Exchange) -> str:
        """Return in words that a quota caused a refusal, empty if not. If so, a plain request is refused, too."""
        record = record_of(exchange.endpoint)
        if record is None or probe.free or not (probe.makes and exchange.may_pass) or is_busy(exchange):
            return ""
        if exchange.status not in _OF_QUOTAS or not self._controls_left or not self.notes.created:
            return ""
        control = self.requests.create()
        if record.effect == "makes clusters":
            # Not the refused snapshot, which may be the reason, but the one that was restored last.
            if self.snapshots.restored_from is None:
                return ""
            control = self.requests.restore(self.snapshots.restored_from)
        if record.reads or not self.budget.may_create:
            return ""
        self._controls_left -= 1
        refused = self.waiting.send(control)
        return self.budget.end(record, refused.status) if refused.status == exchange.status else ""

    def expect(
        self,
        statuses: frozenset[int],
        clause: str,
        what: str,
        request: Request,
        rule: str,
        *,
        needs: tuple[str, ...] = (),
    ) -> Exchange | None:
        """Send a request that must get one of these statuses. Return None if it was not sent."""
        return self.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=statuses, needs=needs))

    def accept(self, clause: str, what: str, request: Request, rule: str) -> bool:
        """Send a correct request, without creating anything if possible. Return whether it was accepted."""
        probe = self.for_free(Probe(clause=clause, what=what, rule=rule, request=request, expect=OK))
        exchange = self.ask(probe)
        return exchange is not None and exchange.status in probe.expect

    def make(self, clause: str, what: str, request: Request, rule: str) -> bool:
        """Send a correct request that creates a snapshot. Return whether it was accepted."""
        exchange = self.expect(OK, clause, what, request, rule)
        return exchange is not None and exchange.accepted

    def refuse(self, clause: str, what: str, request: Request, rule: str) -> None:
        """Send a request that breaks a rule of the body."""
        self.expect(REFUSED, clause, what, request, rule)

    def for_free(self, probe: Probe) -> Probe:
        """Return the same probe with a UUID that belongs to no cluster, because the body is checked before the cluster.

        Creates cost money, and a cluster may be busy. If the service was not seen to check in this order, the probe
        stays as it is.
        """
        if self.no_cluster is None or probe.request.body is None or not probe.keeps_rules:
            return probe
        body = probe.request.body.replace(self.options.cluster_id.encode(), self.no_cluster.encode())
        expect = probe.expect - OK | NOT_FOUND
        return replace(probe, request=replace(probe.request, body=body), expect=expect, again=None, free=True)

    def withheld(self, probe: Probe) -> bool:
        """Whether a probe must not be sent: it would prove nothing, or nothing new, or cost too much."""
        endpoint = self.judge.endpoint(probe.request)
        if endpoint is not None and not self.options.asks_about(endpoint.id):
            return True
        if self._lacks(probe) or max(self.findings.broken(probe.clause), self._unanswered[probe.clause]) >= _ENOUGH:
            return True
        reason = self.budget.reason_against(probe, record_of(self.judge.endpoint(probe.request)))
        if reason:
            self.findings.miss(probe.clause, reason)
        return bool(reason)

    def pose(self, probe: Probe) -> Exchange:
        """Send a probe, and wait first if a snapshot that is being made would block it. The answer is not judged."""
        if probe.makes and self.snapshots.was_creating:
            self.waiting.before(probe.request)
        return self.sender.send(probe.request) if probe.expect >= FORBIDDEN else self.waiting.send(probe.request)

    def race(self, probe: Probe, requests: list[Request]) -> list[Exchange]:
        """Send all requests at the same moment. The answers are not judged."""
        record = record_of(self.judge.endpoint(probe.request))
        if len(requests) > self.budget.left(record):
            option = "--max-restores" if record is not None and record.effect == "makes clusters" else "--max-creates"
            self.findings.miss(probe.clause, f"{len(requests)} simultaneous requests might exceed {option}")
            return []
        if self._lacks(probe):
            return []
        barrier = threading.Barrier(len(requests))

        def send(request: Request) -> Exchange:
            try:
                return self.target.send(request, barrier)
            finally:
                # The others wait for this one no longer, even if it never came to its last byte.
                barrier.abort()

        with self.findings.timed(probe.clause), ThreadPoolExecutor(len(requests)) as pool:
            exchanges = list(pool.map(send, requests))
        self.target.heed(exchanges)
        for exchange in exchanges:
            self.notes.note(exchange)
        if any(map(self.proving.has_new, exchanges)):
            self.findings.miss(probe.clause, "in part: the token expired during simultaneous requests")
            return []
        return exchanges

    def conclude(self, probe: Probe, exchange: Exchange) -> None:
        """Judge an answer by the clause of the probe, and by those on all answers."""
        if exchange.endpoint is not None and self.requests.are_callers(exchange.request):
            self.asked.add(exchange.endpoint.id)
        if exchange.failure == NOT_ASKED:
            return
        if exchange.answer is None:
            self._no_answer(probe, exchange)
        elif exchange.status not in probe.expect and self.waiting.may_explain(exchange):
            # Without the list nothing tells when the cluster is idle.
            reason = self.options.not_asked(["listSnapshots"]) or f"the cluster was busy (403 {BUSY})"
            reason = self.waiting.reason if self.waiting.is_used_up else reason
            self.findings.miss(probe.clause, reason)
        else:
            self._unanswered[probe.clause] += exchange.status == HTTPStatus.TOO_MANY_REQUESTS
            self.judge.decide(probe, exchange)

    def _lacks(self, probe: Probe) -> bool:
        for need in probe.needs:
            if not self.findings.carries(need):
                self.findings.miss(probe.clause, f"{need} is broken, so an answer would prove nothing")
                return True
        return False

    def _no_answer(self, probe: Probe, exchange: Exchange) -> None:
        without = Request(path=self.requests.path, credentials=NoCredentials())
        try:
            self.target.require_alive(without, replace(without, method="GET", path=f"{self.target.prefix}/"))
        except Unjudgeable as gone:
            raise Unjudgeable(f"{gone} It had just got {probe.what}.") from None
        sentence = f"{probe.what}: {exchange.failure}; the contract says every request is answered"
        self.judge.break_("always-answers", sentence, exchange)
        self.findings.miss(probe.clause, f"{exchange.failure}: see always-answers")
        self._unanswered[probe.clause] += 1
