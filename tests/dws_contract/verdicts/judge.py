"""Judges answers, and notes which clauses they hold or break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from dws_contract.checks import Check, ContractFailure, Memory, Seen, checks_on
from dws_contract.document import Endpoint
from dws_contract.operations import OPERATIONS, record_of
from dws_contract.steps.questions import BUSY, GONE, REFUSED, Probe, is_let_through, sentence
from dws_contract.traffic.messages import Exchange, Request, json_of
from dws_contract.traffic.present import Presenter
from dws_contract.verdicts.findings import Findings

_PRESENTED = 20
FORMS = ("error-media-type", "error-body")
"""The clauses on the form of an error."""


class Judge:
    """Judges answers one by one. memory: what the checks know from earlier answers."""

    def __init__(self, memory: Memory, findings: Findings, presenter: Presenter) -> None:
        self.memory = memory
        self._findings = findings
        self._presenter = presenter

    def endpoint(self, request: Request) -> Endpoint | None:
        """Return the operation of a request, None if the contract does not name it."""
        return self.memory.contract.find(request.method, self._path(request))

    def decide(self, probe: Probe, exchange: Exchange) -> None:
        """Judge a complete answer by the clause that the request is about, and by those on all answers."""
        if exchange.resent and exchange.status == HTTPStatus.BAD_REQUEST and probe.makes:
            said = f"{probe.what}: the request took effect, but the connection was cut; every request is answered"
            self.break_("always-answers", said, exchange)
            return
        self._findings.hold("always-answers")
        is_other = exchange.status < HTTPStatus.INTERNAL_SERVER_ERROR
        if exchange.after and is_other and exchange.status not in probe.expect:
            said = f"a {exchange.after} came before the {exchange.status}, so the answer proves nothing"
            self._findings.miss(probe.clause, said)
            return
        endpoint = exchange.endpoint
        seen = self.seen(exchange)
        if seen.is_of_gateway and seen.status not in probe.expect:
            self._findings.miss(probe.clause, _by_itself(seen.status))
        else:
            self._status(probe, exchange, endpoint)
        # If a request that must be refused is accepted, no rule says what its answer looks like.
        for check in () if probe.is_breached(seen.status) else checks_on(seen):
            if check.clause != probe.clause or _is_about_form(check.clause):
                self._check(check, seen, exchange)

    def observe(self, exchange: Exchange) -> None:
        """Judge an answer only by the clauses on all answers: its request is about no clause of its own."""
        if exchange.answer is None:
            return
        seen = self.seen(exchange)
        for check in checks_on(seen):
            self._check(check, seen, exchange)

    def seen(self, exchange: Exchange) -> Seen:
        """Return the answer in the form that the checks need."""
        assert exchange.answer is not None
        return Seen(
            method=exchange.request.method,
            path=self._path(exchange.request),
            endpoint=exchange.endpoint,
            status=exchange.status,
            headers={name.lower(): value for name, value in exchange.answer.headers.items()},
            content=exchange.answer.content,
            query=exchange.request.path.partition("?")[2],
            sent=json_of(exchange.request.body) if exchange.accepted else None,
            told=lambda: exchange.json,
        )

    def break_(self, clause: str, said: str, exchange: Exchange) -> None:
        """Note a deviation, with its text if there are not too many yet. Form errors of a 5xx follow from the 5xx."""
        is_form = clause in FORMS and exchange.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        follows = "no-server-error" if is_form else ""
        if self._findings.broken(clause) < _PRESENTED:
            self._findings.break_(replace(self._presenter.deviation(clause, said, exchange), follows=follows))
        else:
            self._findings.break_again(clause, follows)

    def break_by_many(self, clause: str, said: str, exchange: Exchange, at_once: Sequence[Exchange]) -> None:
        """Note a deviation of simultaneous exchanges. exchange: the one of them that is shown."""
        self._findings.break_(self._presenter.deviation(clause, said, exchange, at_once))

    def break_after(self, clause: str, said: str, exchange: Exchange, before: Exchange) -> None:
        """Note a deviation that shows only on the connection of the request before."""
        self._findings.break_(self._presenter.deviation(clause, said, exchange, before=before))

    def _check(self, check: Check, seen: Seen, exchange: Exchange) -> None:
        try:
            skipped = check.run(self.memory, seen)
        except ContractFailure as failure:
            self.break_(failure.clause, failure.sentence, exchange)
            return
        if not skipped:
            self._findings.hold(check.clause)

    def _status(self, probe: Probe, exchange: Exchange, endpoint: Endpoint | None) -> None:
        status = exchange.status
        if status in probe.expect:
            self._fits(probe, status, endpoint)
            return
        if probe.keeps_rules and status in GONE and endpoint is not None and self._names_no_uuid(endpoint, exchange):
            self._findings.miss(probe.clause, "the request used an ID from the service, which is not a UUID")
            return
        deviation = self._presenter.deviation(probe.clause, sentence(probe, status), exchange)
        deviation = replace(deviation, follows=probe.follows)
        record = record_of(endpoint)
        accepts = probe.clause if record is None else record.accepts
        is_refusal = not probe.keeps_rules and status >= HTTPStatus.BAD_REQUEST
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR and endpoint is not None:
            self._findings.misfit("no-server-error", deviation, is_refusal=is_refusal)
        elif exchange.accepted:
            clause = accepts if probe.keeps_rules else probe.clause
            clause = record.unknown if probe.free and record is not None else clause
            self._findings.break_(replace(deviation, clause=clause))
        elif is_let_through(probe, status):
            self._findings.break_(deviation)
        elif status == HTTPStatus.FORBIDDEN and exchange.error_code == BUSY and probe.keeps_rules:
            self._findings.break_(replace(deviation, clause=accepts))
        elif endpoint is not None and status not in endpoint.statuses:
            self._findings.misfit("status-declared", deviation, is_refusal=is_refusal)
        elif probe.expect == REFUSED:
            self._findings.misfit("bad-request-status", deviation, is_refusal=is_refusal)
        else:
            self._findings.break_(deviation)

    def _fits(self, probe: Probe, status: int, endpoint: Endpoint | None) -> None:
        record = record_of(endpoint)
        accepts = "" if record is None else record.accepts
        if not (probe.free and probe.clause == accepts):
            self._findings.hold(probe.clause)
        if endpoint is None:
            return
        self._findings.hold("status-declared")
        self._findings.hold("no-server-error")
        if probe.expect == REFUSED:
            self._findings.hold("bad-request-status")
        if record is not None and status == endpoint.success and probe.clause != accepts:
            self._findings.hold(accepts)

    def _names_no_uuid(self, endpoint: Endpoint, exchange: Exchange) -> bool:
        """Whether the path contains an ID that is not a UUID. Another clause reports such an ID."""
        given = zip(endpoint.template.split("/"), self._path(exchange.request).split("/"), strict=True)
        rule = self.memory.contract.snapshot_id
        return any(name in ("{snapshot_id}", "{cluster_id}") and not rule.allows(value) for name, value in given)

    def _path(self, request: Request) -> str:
        return request.path.partition("?")[0].removeprefix(self._presenter.prefix)


def _by_itself(status: int) -> str:
    """Say that a gateway answered, not the service."""
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "there were too many requests (429): set --rate-limit, or lower it"
    return f"a gateway answered by itself ({status})"


def _is_about_form(clause: str) -> bool:
    """Whether a clause is also on the form of the answer."""
    return any(record.judges_form and record.accepts == clause for record in OPERATIONS.values())
