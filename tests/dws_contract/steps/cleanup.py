"""Deletes what the run made, and nothing else."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from http import HTTPStatus

from dws_contract.report import Snapshot
from dws_contract.steps.asking import Run
from dws_contract.steps.known import CREATING, entries
from dws_contract.steps.questions import GATEWAYS, GONE
from dws_contract.traffic.messages import Exchange, Request
from dws_contract.traffic.present import printable
from dws_contract.traffic.target import Unjudgeable

_PASSING = (CREATING, "RESTORING")
_SECONDS = 60.0
_FIRST_PAUSE = 0.02
_LONGEST_PAUSE = 2.0
_SLOWER = 1.5
_REFUSALS = 3
_ROUNDS = 3
_UNANSWERED = 3


class _Unanswered(Exception):
    """The service has stopped answering."""


def clean_up(run: Run) -> tuple[Snapshot, ...]:
    """Delete every snapshot that the run made. Return those that still exist, or may exist.

    Snapshots whose ID is unknown are found in the list by their names, which no other run uses. This takes at most
    about a minute: it waits for snapshots that are still being made, and repeats a delete that was refused. It gives up
    if the service stops answering.
    """
    if not run.snapshots.made:
        return ()
    run.requests.credentials = run.requests.token or run.requests.signature or run.requests.credentials
    left = {known.id or known.name: known.name for known in run.snapshots.made if known.existence != "gone"}
    try:
        _settle_nameless(run, left)
        for _ in range(_ROUNDS):
            _delete_all(run, left)
            listed = _listed(run)
            there = {id_: name for id_, name in listed.items() if run.requests.names.is_own(name)}
            left |= there
            # The service may have said that a snapshot is gone although it is not: delete it again.
            if not there:
                break
        # Without the prefix, a name proves too little to delete what a create did not give the ID of.
        unsure = {each.name for each in run.snapshots.made}.intersection(listed.values()).difference(left.values())
        left |= {name: name for name in unsure}
    except (_Unanswered, KeyboardInterrupt):
        pass
    found = {printable(id_): printable(name) for id_, name in left.items() if id_}
    return tuple(Snapshot(name, None if id_ == name else id_) for id_, name in found.items())


def _settle_nameless(run: Run, left: dict[str, str]) -> None:
    """Replace names by the IDs from the list, and add snapshots that were made although they were refused."""
    listed = _listed(run)
    for known in run.snapshots.made if listed else ():
        if known.id is None:
            left.pop(known.name, None)
    for id_, name in listed.items():
        if run.requests.names.is_own(name):
            left.setdefault(id_, name)


def _listed(run: Run) -> dict[str, str]:
    """Return the names of the snapshots in the list, by ID."""
    found = entries(_send(run, run.requests.lists()).json)
    return {each["id"].lower(): str(each.get("name")) for each in found}


def _delete_all(run: Run, left: dict[str, str]) -> None:
    rate = run.options.rate_limit
    deadline = time.monotonic() + _SECONDS + (2 * len(left) / rate if rate else 0)
    pause, waits = _FIRST_PAUSE, [id_ for id_, name in left.items() if id_ != name]
    refusals: Counter[str] = Counter()
    # Otherwise a 404 may mean that the service lacks the operation.
    serves_deletes = run.options.asks_about("deleteSnapshot")
    while waits and time.monotonic() < deadline:
        again = []
        for id_ in waits:
            exchange = _send(run, run.requests.delete(id_))
            if exchange.accepted or (exchange.status in GONE and serves_deletes):
                del left[id_]
                continue
            is_service = HTTPStatus.BAD_REQUEST <= exchange.status < HTTPStatus.INTERNAL_SERVER_ERROR
            if is_service and exchange.status not in GATEWAYS:
                # A refusal counts only if the snapshot is no longer being made or restored.
                refusals[id_] += exchange.status != HTTPStatus.FORBIDDEN or _status(run, id_) not in _PASSING
            if refusals[id_] < _REFUSALS:
                again.append(id_)
        waits = again
        if waits:
            time.sleep(pause)
            pause = min(pause * _SLOWER, _LONGEST_PAUSE)


def _status(run: Run, id_: str) -> object:
    found = entries(_send(run, run.requests.details(id_)).json)
    if not found:  # The service may not have details.
        found = [each for each in entries(_send(run, run.requests.lists()).json) if each["id"].lower() == id_]
    return found[0].get("status") if found else None


def _send(run: Run, request: Request) -> Exchange:
    for _ in range(_UNANSWERED):
        exchange = run.target.send(replace(request, credentials=run.requests.credentials), always=True)
        if exchange.status == HTTPStatus.UNAUTHORIZED and _has_another_proof(run):
            exchange = run.target.send(replace(request, credentials=run.requests.credentials), always=True)
        if exchange.answer is not None:
            return exchange
    raise _Unanswered


def _has_another_proof(run: Run) -> bool:
    """Switch to another proof of identity, after one has expired. Return whether there is another one."""
    requests = run.requests
    if requests.credentials == requests.token and run.proving.fetches_tokens:
        try:
            run.proving.fetch()
        except Unjudgeable:
            return False
        return True
    if requests.credentials == requests.token and requests.signature is not None:
        requests.credentials = requests.signature
        return True
    return False
