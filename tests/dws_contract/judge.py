"""Notes what an answer means for the clauses."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from itertools import chain

from dws_contract.checks import AnswerChecks, Check, ContractFailure, Seen
from dws_contract.document import Contract, Endpoint
from dws_contract.findings import Findings
from dws_contract.known import KnownSnapshots
from dws_contract.life_checks import LifeChecks
from dws_contract.messages import Exchange, Request, json_of
from dws_contract.present import Presenter
from dws_contract.questions import ACCEPTS, BUSY, REFUSED, Probe, is_let_through, sentence
from dws_contract.secrets import Secrets

_PRESENTED = 20


class Judge:
    """Judges answers one by one. answers: the checks on all of them."""

    def __init__(
        self, contract: Contract, findings: Findings, presenter: Presenter, secrets: Secrets, snapshots: KnownSnapshots
    ) -> None:
        self._contract = contract
        self._findings = findings
        self._presenter = presenter
        self.answers = AnswerChecks(contract, secrets)
        of_life = LifeChecks(contract, snapshots).of_operation()
        self._on_operation = tuple(chain(self.answers.of_operation().items(), of_life.items()))
        self._on_any = tuple(self.answers.of_any().items())

    def endpoint(self, request: Request) -> Endpoint | None:
        """Return the operation of a request; what the contract does not name has HTTP's own answers."""
        return self._contract.find(request.method, self._path(request))

    def judge(self, probe: Probe, exchange: Exchange) -> None:
        """Note what a whole answer means for the clause that was asked about, and for those on all answers."""
        if exchange.resent and exchange.status == HTTPStatus.BAD_REQUEST and probe.makes:
            said = f"{probe.what}: the connection was cut, and yet it had an effect; every request is answered"
            self.break_("always-answers", said, exchange)
            return
        self._findings.hold("always-answers")
        endpoint = exchange.endpoint
        seen = self.seen(exchange, endpoint)
        if seen.is_of_gateway and seen.status not in probe.expect:
            self._findings.miss(probe.clause, f"a gateway answered by itself ({seen.status})")
        else:
            self._status(probe, exchange, endpoint)
        for clause, check in self._checks(seen):
            if clause == probe.clause and not _is_about_form(clause):
                continue
            self._check(clause, check, seen, exchange)

    def observe(self, exchange: Exchange) -> None:
        """Judge an answer that no question was asked for by the clauses on all answers."""
        if exchange.answer is None:
            return
        seen = self.seen(exchange, exchange.endpoint)
        for clause, check in self._checks(seen):
            self._check(clause, check, seen, exchange)

    def _checks(self, seen: Seen) -> tuple[tuple[str, Check], ...]:
        """The checks on an answer. What a gateway says is not the service's, whose promises say nothing of it."""
        return self._on_any if seen.endpoint is None or seen.has_gateways_shape else self._on_operation

    def seen(self, exchange: Exchange, endpoint: Endpoint | None) -> Seen:
        """Return the answer as the checks take it."""
        assert exchange.answer is not None
        return Seen(
            method=exchange.request.method,
            path=self._path(exchange.request),
            endpoint=endpoint,
            status=exchange.status,
            headers={name.lower(): value for name, value in exchange.answer.headers.items()},
            content=exchange.answer.content,
            query=exchange.request.path.partition("?")[2],
            sent=json_of(exchange.request.body) if exchange.accepted else None,
        )

    def break_(self, clause: str, said: str, exchange: Exchange) -> None:
        """Note a deviation; of many the first ones are put into words."""
        if self._findings.broken(clause) < _PRESENTED:
            self._findings.break_(self._presenter.deviation(clause, said, exchange))
        else:
            self._findings.break_again(clause)

    def _check(self, clause: str, check: Check, seen: Seen, exchange: Exchange) -> None:
        try:
            skipped = check(seen)
        except ContractFailure as failure:
            self.break_(failure.clause, failure.sentence, exchange)
            return
        if not skipped:
            self._findings.hold(clause)

    def _status(self, probe: Probe, exchange: Exchange, endpoint: Endpoint | None) -> None:
        status = exchange.status
        if status in probe.expect:
            self._fits(probe, status, endpoint)
            return
        deviation = self._presenter.deviation(probe.clause, sentence(probe, status), exchange)
        accepts = probe.clause if endpoint is None else ACCEPTS[endpoint.id]
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR and endpoint is not None:
            self._findings.misfit("no-server-error", deviation)
        elif exchange.accepted:
            clause = self._unknown(accepts) if probe.free else accepts if probe.keeps_rules else probe.clause
            self._findings.break_(replace(deviation, clause=clause))
        elif is_let_through(probe, status):
            self._findings.break_(deviation)
        elif status == HTTPStatus.FORBIDDEN and exchange.error_code == BUSY and probe.keeps_rules:
            self._findings.break_(replace(deviation, clause=accepts))
        elif endpoint is not None and status not in endpoint.statuses:
            self._findings.misfit("status-declared", deviation)
        elif probe.expect == REFUSED:
            self._findings.misfit("bad-request-status", deviation)
        else:
            self._findings.break_(deviation)

    def _fits(self, probe: Probe, status: int, endpoint: Endpoint | None) -> None:
        accepts = "" if endpoint is None else ACCEPTS[endpoint.id]
        if not (probe.free and probe.clause == accepts):
            self._findings.hold(probe.clause)
        if endpoint is None:
            return
        self._findings.hold("status-declared")
        self._findings.hold("no-server-error")
        if probe.expect == REFUSED:
            self._findings.hold("bad-request-status")
        if status == endpoint.success and probe.clause != accepts:
            self._findings.hold(accepts)

    def _unknown(self, accepts: str) -> str:
        """The clause that says that what does not exist is not found, for the operation of an accepting clause."""
        return {"create-accepted": "cluster-unknown", "page-answer": "cluster-path"}.get(accepts, "snapshot-unknown")

    def _path(self, request: Request) -> str:
        return request.path.partition("?")[0].removeprefix(self._presenter.prefix)


def _is_about_form(clause: str) -> bool:
    """Whether a clause is both asked about and judged by the form of the answer."""
    return clause in ACCEPTS.values() and clause != "create-accepted"
