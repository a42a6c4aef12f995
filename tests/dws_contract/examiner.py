"""Asks the service one question after the other and notes what the answers mean for the clauses."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from dws_contract import paging
from dws_contract.checks import Memory
from dws_contract.credentials import NoCredentials, Signature, Token
from dws_contract.document import Contract, Endpoint
from dws_contract.findings import Findings
from dws_contract.judge import Judge
from dws_contract.known import KnownSnapshot, KnownSnapshots
from dws_contract.messages import Exchange, Request, json_of
from dws_contract.operations import record_of, text_at
from dws_contract.options import Options
from dws_contract.paging import Pages
from dws_contract.present import Presenter, printable
from dws_contract.questions import BUSY, FORBIDDEN, NOT_FOUND, OK, Probe
from dws_contract.report import Snapshot
from dws_contract.requests import Requests
from dws_contract.secrets import Secrets
from dws_contract.target import Target
from dws_contract.waiting import Waiting

_ENOUGH = 3
_TRIES_OF_SHORT_NAMES = 4
_TRIES_WHERE_IDLE = 3


class Examiner(Requests):
    """Everything that a question needs: the contract, the target, names, credentials, the findings and what is known.

    created: every snapshot that was made; left: those that could not be deleted in the end; restored: how many restores
    were accepted; no_cluster: the UUID of no cluster by which a good body can be told from a bad one for free, None
    where the service was not seen to judge in this order; judges_body_first: the operations that were seen to judge
    their body before the snapshot; asked: the operations that the caller was answered in the own project.
    """

    def __init__(self, options: Options, contract: Contract, target: Target) -> None:
        super().__init__(options, contract, target)
        self.findings = Findings()
        self.snapshots = KnownSnapshots()
        self.created: list[Snapshot] = []
        self.left: tuple[Snapshot, ...] = ()
        self.restored = 0
        self.no_cluster: str | None = None
        self.judges_body_first: set[str] = set()
        self.token: Token | None = None
        self.signature: Signature | None = None
        self.secrets = Secrets()
        self.present = Presenter(target, self.secrets)
        self.judge_ = Judge(Memory(contract, self.secrets, self.snapshots), self.findings, self.present)
        self.waiting = Waiting(self, self.snapshots, self.observe)
        self.asked: set[str] = set()
        self._unanswered: Counter[str] = Counter()

    # Questions

    def ask(self, probe: Probe) -> Exchange | None:
        """Send a question and judge the answer. Returns None where it was not sent, the reason being noted."""
        if self.withheld(probe):
            return None
        exchange = self.put(probe)
        if probe.again is not None and probe.keeps_rules:
            for _ in range(_TRIES_OF_SHORT_NAMES):
                if exchange.status != HTTPStatus.BAD_REQUEST:
                    break
                exchange = self.send_when_idle(probe.again())
        self.judge(probe, exchange)
        return exchange

    def put(self, probe: Probe) -> Exchange:
        """Send a question; where a snapshot that is being made would be in its way, wait. The answer is not judged."""
        if probe.makes and self.snapshots.was_creating and self.makes_snapshots(probe.request):
            self.waiting.until_idle(self._cluster_of(probe.request))
        return self.send(probe.request) if probe.expect >= FORBIDDEN else self.send_when_idle(probe.request)

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
        if len(requests) > self.creates_left():
            self.findings.miss(probe.clause, f"{len(requests)} simultaneous creates might exceed --max-creates")
            return []
        if self._lacks(probe):
            return []
        barrier = threading.Barrier(len(requests))
        with ThreadPoolExecutor(len(requests)) as pool:
            exchanges = list(pool.map(lambda request: self.target.send(request, barrier), requests))
        for exchange in exchanges:
            self.note(exchange)
        return exchanges

    def send(self, request: Request) -> Exchange:
        """Send a request and remember what it did. The answer is not judged."""
        exchange = self.target.send(request)
        self.note(exchange)
        return exchange

    def observe(self, request: Request) -> Exchange:
        """Send a request that asks nothing: its answer is judged by the clauses on all answers only."""
        exchange = self.send(request)
        self.judge_.observe(exchange)
        return exchange

    def pages(self, cluster_id: str | None = None, **query: object) -> Pages:
        """Go through the pages of a cluster, the own one by default. They are judged as what asks nothing is."""
        found: list[Exchange] = []
        while not found or not paging.is_last(found):
            found.append(self.observe(self.page(cluster_id, limit=paging.LIMIT, offset=len(found), **query)))
        return Pages(found)

    def send_when_idle(self, request: Request) -> Exchange:
        """Send a request; where its cluster is making a snapshot, wait for that and send it again."""
        exchange = self.send(request)
        idle, cluster = 0, self._cluster_of(request)
        while self.is_busy(exchange) and idle < _TRIES_WHERE_IDLE:
            creating = self.waiting.creating(cluster)
            if creating is None or (creating and not self.waiting.until_idle(cluster)):
                return exchange
            idle += not creating
            exchange = self.send(request)
        return exchange

    def is_busy(self, exchange: Exchange) -> bool:
        """Whether a create or a copy was refused because its cluster is making a snapshot."""
        if exchange.status != HTTPStatus.FORBIDDEN or exchange.error_code != BUSY:
            return False
        return self.makes_snapshots(exchange.request)

    def makes_snapshots(self, request: Request) -> bool:
        """Whether a request is for an operation that makes snapshots."""
        record = record_of(self.judge_.endpoint(request))
        return record is not None and record.effect == "makes snapshots"

    def _may_be_busy(self, exchange: Exchange) -> bool:
        """Whether a refusal may be due to a cluster that is making a snapshot, or is being restored itself."""
        if not self.is_busy(exchange):
            return False
        cluster = self._cluster_of(exchange.request)
        return cluster.lower() in self.snapshots.clusters or self.waiting.creating(cluster) is not False

    def _cluster_of(self, request: Request) -> str:
        sent = json_of(request.body)
        snapshot = sent.get("snapshot") if isinstance(sent, dict) else None
        cluster = snapshot.get("cluster_id") if isinstance(snapshot, dict) else None
        return cluster if isinstance(cluster, str) else self.options.cluster_id

    def judge(self, probe: Probe, exchange: Exchange) -> None:
        """Note what an answer means for the clause that was asked about, and for those on all answers."""
        is_own = f"/{self.options.project_id}/" in probe.request.path
        if exchange.endpoint is not None and is_own and probe.request.credentials in (self.token, self.signature):
            self.asked.add(exchange.endpoint.id)
        if exchange.answer is None:
            self._no_answer(probe, exchange)
        elif exchange.status not in probe.expect and self._may_be_busy(exchange):
            reason = self.waiting.reason if self.waiting.is_used_up else f"the cluster was busy (403 {BUSY})"
            self.findings.miss(probe.clause, reason)
        else:
            self.judge_.judge(probe, exchange)

    def deviate(self, probe: Probe, exchange: Exchange, sentence: str, times: int) -> None:
        """Note a deviation of many simultaneous requests, in a sentence of its own."""
        deviation = self.present.deviation(probe.clause, sentence, exchange)
        line = f"# Take a new name first.\nfor each in $(seq {times}); do {deviation.curl} & done; wait"
        self.findings.break_(replace(deviation, curl=line))

    # Sending

    def withheld(self, probe: Probe) -> bool:
        """Whether a question must not be sent: it would tell nothing, nothing new, or cost too much."""
        if self._lacks(probe) or max(self.findings.broken(probe.clause), self._unanswered[probe.clause]) >= _ENOUGH:
            return True
        record = record_of(self.judge_.endpoint(probe.request))
        if (record is not None and record.reads) or probe.free:
            return False
        if record is not None and record.effect == "makes clusters":
            return self._restore_withheld(probe)
        if not (self.may_create if probe.makes else self.creates_left()):
            self.findings.miss(probe.clause, f"--max-creates {self.options.max_creates} was used up")
            return True
        return False

    def _restore_withheld(self, probe: Probe) -> bool:
        """Restores make clusters. One is kept in hand, for a request that is accepted wrongly."""
        if probe.makes and not self.options.may_restore:
            self.findings.miss(probe.clause, "restores make clusters, which cost money: say --yes-restore-clusters")
            return True
        if self.options.max_restores - self.restored <= (1 if probe.makes else 0):
            self.findings.miss(probe.clause, f"--max-restores {self.options.max_restores} was used up")
            return True
        return False

    def _lacks(self, probe: Probe) -> bool:
        for need in probe.needs:
            if not self.findings.carries(need):
                self.findings.miss(probe.clause, f"{need} is broken, so an answer would tell nothing")
                return True
        return False

    @property
    def may_create(self) -> bool:
        """Whether one more create is within the cap. One is kept in hand, for a request that is accepted wrongly."""
        return self.creates_left() > 1

    def creates_left(self) -> int:
        return self.options.max_creates - len(self.created)

    def note(self, exchange: Exchange) -> None:
        """Remember what a request did, and what must not be shown."""
        request = exchange.request
        date = exchange.sent.get("X-Sdk-Date")
        if self.signature is not None and isinstance(request.credentials, Signature) and date:
            self.secrets.add_signature(self.signature.right(request, self.target.host, date))
        record = record_of(exchange.endpoint)
        effect = None if record is None else record.effect
        self.names.remember(_name_in(json_of(request.body)))
        if effect == "deletes":
            self._note_delete(exchange)
        elif effect == "makes clusters" and exchange.accepted:
            self._note_restore(exchange)
        elif exchange.accepted and request.method != "GET" and effect in (None, "makes snapshots"):
            self._note_create(exchange, exchange.endpoint)
        elif exchange.failure and exchange.may_have_arrived and effect == "makes snapshots":
            self.snapshots.add(KnownSnapshot(name="", id=None, existence="unsure"))

    def _note_create(self, exchange: Exchange, endpoint: Endpoint | None) -> None:
        sent = json_of(exchange.request.body)
        snapshot: Any = sent.get("snapshot", sent) if isinstance(sent, dict) else {}
        asked: dict[str, Any] = snapshot if isinstance(snapshot, dict) else {}
        given = name = None
        if exchange.answer is not None:
            seen = self.judge_.seen(exchange, endpoint)
            given, name = seen.new_id, seen.taken_name
        shown = name if name is not None else asked.get("name", "")
        self.created.append(Snapshot(printable(shown if isinstance(shown, str) else ""), given and printable(given)))
        description, cluster = asked.get("description", ""), asked.get("cluster_id", "")
        self.snapshots.add(
            KnownSnapshot(
                name=shown if isinstance(shown, str) else "",
                id=given and given.lower(),
                cluster_id=cluster.lower() if isinstance(cluster, str) else "",
                description=description if isinstance(description, str) and name is not None else None,
                existence="there" if exchange.status == HTTPStatus.OK and name is not None else "unsure",
            )
        )

    def _note_delete(self, exchange: Exchange) -> None:
        known = self.snapshots.get(exchange.request.path.partition("?")[0].rpartition("/")[2])
        if known is None or known.existence == "gone":
            return
        if exchange.accepted and exchange.request.credentials in (self.token, self.signature):
            known.existence = "gone"
            self.judge_.memory.forget_name(known.name)
        elif exchange.accepted or exchange.answer is None or exchange.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            known.existence = "unsure"

    def _note_restore(self, exchange: Exchange) -> None:
        self.restored += 1
        record = record_of(exchange.endpoint)
        given = None if record is None else text_at(record.made, exchange.json)
        self.snapshots.clusters.append((given or "").lower())

    def _no_answer(self, probe: Probe, exchange: Exchange) -> None:
        sentence = f"{probe.what}: {exchange.failure}; the contract says every request is answered"
        self.judge_.break_("always-answers", sentence, exchange)
        self.findings.miss(probe.clause, f"{exchange.failure}: see always-answers")
        self._unanswered[probe.clause] += 1
        without = Request(path=self.path, credentials=NoCredentials())
        self.target.require_alive(without, replace(without, method="GET", path=f"{self.target.prefix}/"))


def _name_in(sent: Any) -> object:
    """The name of a snapshot or of a copy in a request's body, None where there is none."""
    if not isinstance(sent, dict):
        return None
    snapshot = sent.get("snapshot")
    return snapshot.get("name") if isinstance(snapshot, dict) else sent.get("backup_name")
