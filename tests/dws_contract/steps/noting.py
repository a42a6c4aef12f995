"""Remembers the effects of requests, and the signatures that must not be shown."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from dws_contract.operations import OPERATIONS, record_of, text_at
from dws_contract.report import Snapshot
from dws_contract.steps.known import KnownCluster, KnownSnapshot, can_be_asked, entries
from dws_contract.steps.questions import FORBIDDEN, NOT_FOUND, OK, REFUSED
from dws_contract.traffic.credentials import Signature
from dws_contract.traffic.messages import Exchange, json_of
from dws_contract.traffic.present import printable
from dws_contract.traffic.requests import Requests
from dws_contract.traffic.story import Story
from dws_contract.verdicts.judge import Judge
from dws_contract.verdicts.oracle import Oracle


class Notes:
    """Notes the effects of every request. created: every snapshot that was made, as reports show it."""

    def __init__(self, requests: Requests, judge: Judge, host: str, story: Story) -> None:
        self._requests = requests
        self._judge = judge
        self._memory = judge.memory
        self._host = host
        self._story = story
        self.created: list[Snapshot] = []

    @property
    def restored(self) -> int:
        """How many restores were accepted."""
        return len(self._memory.snapshots.clusters)

    def note(self, exchange: Exchange) -> None:
        """Remember the effects of a request."""
        self._story.note(exchange)
        request, sent, signature = exchange.request, json_of(exchange.request.body), self._requests.signature
        date = exchange.sent.get("X-Sdk-Date")
        if signature is not None and isinstance(request.credentials, Signature) and date:
            self._memory.secrets.add_signature(signature.right(request, self._host, date))
        for record in OPERATIONS.values():
            if record.effect == "makes snapshots":
                self._requests.names.remember(text_at(record.named, sent))
        found = record_of(exchange.endpoint)
        effect = None if found is None else found.effect
        if found is not None and exchange.endpoint is not None and self._requests.are_callers(request):
            self._note_forbidden(exchange, exchange.endpoint.id, text_at(found.named, sent))
        if effect == "deletes":
            self._note_delete(exchange)
        elif exchange.endpoint is not None and exchange.endpoint.id == "listSnapshots":
            self._note_list(exchange)
        elif found is not None and effect == "makes clusters" and exchange.accepted:
            given = text_at(found.made, exchange.json) or ""
            made = given.lower() if self._requests.contract.cluster_id.allows(given) else ""
            self._memory.snapshots.clusters.append(made)
            self._memory.snapshots.restored_from = self._requests.snapshot_of(request)
            asked = sent.get("restore") if isinstance(sent, dict) else None
            if made and isinstance(asked, dict):
                known = KnownCluster(str(asked.get("name")), asked, exchange.date)
                self._memory.snapshots.restored.setdefault(made, known)
        elif exchange.accepted and request.method != "GET" and effect in (None, "makes snapshots"):
            self._note_create(exchange, sent)
        elif exchange.failure and exchange.may_have_arrived and effect == "makes snapshots":
            self._memory.snapshots.add(KnownSnapshot(name="", id=None, existence="unsure"))

    def _note_list(self, exchange: Exchange) -> None:
        if exchange.accepted:
            self._memory.snapshots.listed = entries(exchange.json)

    def _note_forbidden(self, exchange: Exchange, operation: str, name: str | None) -> None:
        """Remember the name in a request that a status or a type forbids, until a later request may have taken it."""
        if name is not None and exchange.status in FORBIDDEN and self._requests.contract.name.allows(name):
            self._memory.snapshots.forbidden[name] = operation
        elif name is not None and exchange.status not in REFUSED | NOT_FOUND:
            self._memory.snapshots.forbidden.pop(name, None)

    def _note_create(self, exchange: Exchange, sent: Any) -> None:
        snapshot: Any = sent.get("snapshot", sent) if isinstance(sent, dict) else {}
        asked: dict[str, Any] = snapshot if isinstance(snapshot, dict) else {}
        given = name = None
        if exchange.answer is not None:
            seen = self._judge.seen(exchange)
            given, name = seen.new_id, seen.taken_name
            given = given if given is not None and can_be_asked(given) else None
        shown = name if name is not None else asked.get("name", "")
        shown = shown if isinstance(shown, str) else ""
        self.created.append(Snapshot(printable(shown), given and printable(given)))
        description, cluster = asked.get("description", ""), asked.get("cluster_id", "")
        is_right = self._is_right(exchange, cluster)
        is_copy = exchange.endpoint is not None and exchange.endpoint.id == "copySnapshot"
        if is_copy:
            source = self._requests.snapshot_of(exchange.request) or ""
            cluster = self._memory.snapshots.fixed.get(source.lower(), {}).get("cluster_id", "")
        is_there = exchange.status == HTTPStatus.OK and name is not None
        is_there &= given is None or self._requests.contract.snapshot_id.allows(given)
        self._memory.snapshots.add(
            KnownSnapshot(
                name=shown,
                id=given and given.lower(),
                cluster_id=cluster.lower() if isinstance(cluster, str) and is_right else "",
                description=description if isinstance(description, str) and name is not None else None,
                existence="there" if is_there else "unsure",
                begun=exchange.date,
                is_copy=is_copy,
                is_right=is_right,
            )
        )

    def _is_right(self, exchange: Exchange, cluster: object) -> bool:
        """Whether a request keeps every rule of its body."""
        record, request = record_of(exchange.endpoint), exchange.request
        is_restored = str(cluster).lower() in self._memory.snapshots.restored
        existing = str(cluster) if is_restored else self._requests.options.cluster_id
        oracle = Oracle(self._requests.contract, existing)
        rules = None if record is None else record.rules
        return oracle.expect(request.media_type, request.body, rules).statuses >= OK

    def _note_delete(self, exchange: Exchange) -> None:
        asked = exchange.request.path.partition("?")[0].rpartition("/")[2]
        known = self._memory.snapshots.get(asked)
        if known is None or known.existence == "gone":
            return
        if exchange.accepted and self._requests.are_callers(exchange.request):
            known.existence = "gone"
            self._memory.forget(known.name, asked.lower())
        elif (
            exchange.accepted
            or exchange.answer is None
            or max(exchange.status, exchange.after) >= HTTPStatus.INTERNAL_SERVER_ERROR
        ):
            known.existence = "unsure"
