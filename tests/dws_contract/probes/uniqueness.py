"""Names that are taken: unchanged, in another case, and at the same moment; and names that are only similar."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from http import HTTPStatus
from itertools import chain, filterfalse
from typing import TypeAlias

from dws_contract.probes import live
from dws_contract.probes.proofs import foreign_project
from dws_contract.steps.asking import Run
from dws_contract.steps.known import UNAVAILABLE
from dws_contract.steps.questions import GATEWAYS, OK, REFUSED, Probe
from dws_contract.steps.waiting import is_busy
from dws_contract.traffic.credentials import NoCredentials
from dws_contract.traffic.fresh_names import PREFIX
from dws_contract.traffic.messages import Request

_Asking: TypeAlias = Callable[[str], Request]
"""Makes a request for a name."""


def ask(run: Run) -> None:
    """Test taken names."""
    _taken(run)
    _origins(run)
    _distinct(run)
    _refused(run)
    _concurrent(run)


def _taken(run: Run) -> None:
    name = run.requests.names.like("A" + run.requests.shape[1:])
    if run.findings.carries("name-charset"):
        # Letters that lose or change their sign in another case in some languages.
        name += "ik"
    if not _made(run, name, "name-unique"):
        return
    rule = "a name is unique in its project"
    run.refuse("name-unique", "a name that is taken", run.requests.create(name=name), rule)
    other = run.requests.create(name=name, description="another description")
    run.refuse("name-unique", "a taken name with another description", other, rule)
    run.expect(
        REFUSED,
        "name-unique",
        "a taken name, the cluster's ID in upper case",
        run.requests.create(name=name, cluster_id=run.options.cluster_id.upper()),
        rule,
        needs=("cluster-id-case",),
    )
    for what, same in (
        ("lower", name.lower()),
        ("upper", name.upper()),
        ("swapped", name.swapcase()),
        ("title", name.lower().capitalize()),
    ):
        if same == name:
            continue
        run.expect(
            REFUSED,
            "name-unique-case",
            f"a taken name in {what} case",
            run.requests.create(name=same),
            "case makes no difference in names",
            needs=("name-unique",),
        )


def _distinct(run: Run) -> None:
    name = run.requests.names.like(f"{PREFIX}{'a' * 12}xa")
    longest = run.requests.names.fresh(run.contract.name.max_length)
    if not _made(run, name, "name-distinct") or not _made(run, longest, "name-distinct"):
        return
    other = "b" if longest[-1] == "a" else "a"
    for what, near in (
        ("a taken name with _ instead of a letter", name[:-2] + "_" + name[-1]),
        ("a taken name with - instead of a letter", name[:-2] + "-" + name[-1]),
        ("a taken name without its last character", name[:-1]),
        ("a taken name with one more character", name + "a"),
        ("a name of the greatest length that differs from a taken one at the end", longest[:-1] + other),
        *(("the name of a cluster", each.name) for each in list(run.snapshots.restored.values())[-1:]),
    ):
        run.expect(
            OK,
            "name-distinct",
            what,
            run.requests.create(name=near),
            "this name is another, and free",
            needs=() if near.isalpha() else ("name-charset",),
        )


def _origins(run: Run) -> None:
    """Request names of snapshots of every origin: names are unique, no matter what has them and what requests them."""
    rule = "names are unique in a project, and case makes no difference"
    for origin, name in _holders(run).items():
        for what, clause, request in _askers(run):
            run.refuse(clause, f"{what} the name of {origin}", request(name), rule)
        other = Probe(
            clause="name-unique-case",
            what=f"a create with the name of {origin} in another case",
            rule=rule,
            request=run.requests.create(name=name.swapcase()),
            follows="name-unique",
        )
        run.ask(other)
    for source in live.automated(run)[:1]:
        name = run.snapshots.made[0].name.swapcase()
        said = "a copy under a name that is taken in another case"
        run.refuse("copy-name", said, run.requests.copy(source, backup_name=name), rule)


def _holders(run: Run) -> dict[str, str]:
    """Return a taken name of every origin, by a description of the origin."""
    own, every = run.options.cluster_id.lower(), run.snapshots.of("there")
    found = {
        "a snapshot of the same cluster": [each.name for each in every if each.cluster_id == own and not each.is_copy],
        "a snapshot of a restored cluster": [each.name for each in every if each.cluster_id in _restored(run)],
        "a copy": [each.name for each in every if each.is_copy],
    }
    listed = live.listed(run)
    found["an automated snapshot"] = [str(each.get("name")) for each in listed if each.get("type") in live.AUTOMATED]
    found["one that failed"] = [str(each.get("name")) for each in listed if each.get("status") == UNAVAILABLE]
    usable = {origin: list(filter(run.contract.name.allows, names)) for origin, names in found.items()}
    return {origin: names[-1] for origin, names in usable.items() if names}


def _askers(run: Run) -> Iterator[tuple[str, str, _Asking]]:
    """Yield every way to request a name: its description, the clause, and a function that makes the request."""
    yield "a create with", "name-unique", _creating(run)
    for cluster in _restored(run):
        yield "a create of another cluster with", "name-unique", _creating(run, cluster)
    for source in live.automated(run)[:1]:
        yield "a copy under", "copy-name", _copying(run, source)


def _creating(run: Run, cluster_id: str = "") -> _Asking:
    return lambda name: run.requests.create(name=name, cluster_id=cluster_id or run.options.cluster_id)


def _copying(run: Run, source: str) -> _Asking:
    return lambda name: run.requests.copy(source, backup_name=name)


def _restored(run: Run) -> list[str]:
    """Return at most one restored cluster, one that has snapshots."""
    clusters = {each.cluster_id for each in run.snapshots.of("there")}
    return [each for each in run.snapshots.restored if each in clusters][:1]


def _refused(run: Run) -> None:
    clause = "refused-leaves-nothing"
    name = run.requests.fresh_name()
    ways = (
        run.requests.create(name=name, description="<"),
        run.requests.create(name=name, cluster_id=run.requests.unknown_uuid()),
        replace(run.requests.create(name=name), credentials=NoCredentials()),
        replace(run.requests.create(name=name), path=run.requests.path_of(foreign_project(run))),
        replace(run.requests.create(name=name), media_type="text/plain"),
    )
    for request in ways:
        probe = Probe(clause=clause, what="", rule="", request=request)
        if run.withheld(probe):
            return
        if run.sender.send(request).accepted:
            run.findings.miss(clause, "a request that must be refused was accepted")
            return
    forbidden = [run.snapshots.forbidden_by(operation)[-1:] for operation in ("createSnapshot", "copySnapshot")]
    for free in (name, *chain(*forbidden)):
        what, rule = "a name that only refused requests had", "a refused request leaves nothing behind"
        run.make(clause, what, run.requests.create(name=free), rule)


def _concurrent(run: Run) -> None:
    """Request one name at the same moment: for one cluster, in two cases, for two clusters, in creates and copies."""
    clause = "name-unique-concurrent"
    count = run.options.concurrency
    rounds = deque(_rounds(run).items())
    repeated: set[str] = set()
    while rounds:
        what, at_once = rounds.popleft()
        clusters = (run.options.cluster_id, *_restored(run))
        if run.snapshots.was_creating and not all(map(run.waiting.until_idle, clusters)):
            run.findings.miss(clause, run.waiting.reason)
            return
        name = run.requests.fresh_name()
        requests = [at_once[at % len(at_once)](name) for at in range(count)]
        probe = Probe(
            clause=clause,
            what=f"one of simultaneous {what} one name",
            rule="exactly one must be accepted",
            request=requests[0],
            expect=OK,
            needs=("name-unique", "name-unique-case", *(("copy-name",) if "copies" in what else ())),
        )
        exchanges = run.race(probe, requests)
        if not exchanges:
            return
        accepted = [each for each in exchanges if each.accepted]
        if not accepted and all(map(is_busy, exchanges)):
            run.findings.miss(clause, "the cluster was busy")
            return
        if not accepted and any(each.status in GATEWAYS for each in exchanges):
            run.findings.miss(clause, "a gateway answered by itself")
            return
        if len(accepted) < 2 and any(each.status == HTTPStatus.SERVICE_UNAVAILABLE for each in exchanges):
            run.findings.miss(clause, "in part: the service was unavailable (503) to simultaneous requests")
            run.target.heed(exchanges)
            continue
        odd = [each for each in exchanges if each.may_pass and each.status not in REFUSED and not is_busy(each)]
        if odd and what not in repeated and len(accepted) < 2:
            # This may be an accident: if not, it happens again.
            repeated.add(what)
            rounds.appendleft((what, at_once))
            continue
        if len(accepted) != 1:
            sentence = f"of {count} simultaneous {what} one name, {len(accepted)} were accepted; {probe.rule}"
            run.judge.break_by_many(clause, sentence, (accepted or exchanges)[-1], exchanges)
            return
        run.findings.hold(clause)
        for each in filterfalse(is_busy, exchanges):
            run.conclude(replace(probe, request=each.request, expect=OK if each.accepted else REFUSED), each)


def _rounds(run: Run) -> dict[str, tuple[_Asking, ...]]:
    """Return what is sent at the same moment, in turn, by a description."""

    create = _creating(run)
    rounds: dict[str, tuple[_Asking, ...]] = {
        "creates of": (create,),
        "creates, in two cases, of": (create, lambda name: create(name.upper())),
    }
    for cluster in _restored(run):
        rounds["creates, of two clusters, of"] = (create, _creating(run, cluster))
    if run.options.asks_about("copySnapshot"):
        for source in live.automated(run)[:1]:
            rounds["creates and copies of"] = (create, _copying(run, source))
    return rounds


def _made(run: Run, name: str, clause: str) -> bool:
    """Make a snapshot whose name is taken then."""
    rule = "it keeps every rule of the contract"
    made = run.make("create-accepted", "a plain create", run.requests.create(name=name), rule)
    if not made:
        run.findings.miss(clause, "no snapshot could be made to compare with")
    return made
