"""FreshNames that are taken: as they are, in another case, at the same moment; and names that only look so."""

from __future__ import annotations

from dataclasses import replace
from itertools import filterfalse

from dws_contract.probes.proofs import foreign_project
from dws_contract.steps.asking import Run
from dws_contract.steps.questions import GATEWAYS, OK, REFUSED, Probe
from dws_contract.steps.waiting import is_busy
from dws_contract.traffic.credentials import NoCredentials
from dws_contract.traffic.fresh_names import PREFIX
from dws_contract.traffic.messages import Exchange

_ROUNDS = 3


def ask(run: Run) -> None:
    """Ask about taken names."""
    _taken(run)
    _distinct(run)
    _refused(run)
    _concurrent(run)


def _taken(run: Run) -> None:
    name = run.requests.names.like("A" + run.requests.shape[1:])
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
            "names are compared without case",
            needs=("name-unique",),
        )


def _distinct(run: Run) -> None:
    name = run.requests.names.like(f"{PREFIX}{'a' * 12}xa")
    longest = run.requests.names.fresh(run.contract.name.max_length)
    if not _made(run, name, "name-distinct") or not _made(run, longest, "name-distinct"):
        return
    other = "b" if longest[-1] == "a" else "a"
    for what, near in (
        ("a taken name with _ in the place of a letter", name[:-2] + "_" + name[-1]),
        ("a taken name with - in the place of a letter", name[:-2] + "-" + name[-1]),
        ("a taken name without its last character", name[:-1]),
        ("a taken name with one more character", name + "a"),
        ("a name of the greatest length that differs from a taken one at the end", longest[:-1] + other),
    ):
        run.expect(
            OK,
            "name-distinct",
            what,
            run.requests.create(name=near),
            "this name is another, and free",
            needs=() if near.isalpha() else ("name-charset",),
        )


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
            run.findings.miss(clause, "a request that was to be refused was accepted")
            return
    what = "a name that only refused requests had held"
    run.make(clause, what, run.requests.create(name=name), "a refused request leaves nothing behind")


def _concurrent(run: Run) -> None:
    clause = "name-unique-concurrent"
    count = run.options.concurrency
    rule = "exactly one is accepted"
    others: list[Exchange] = []
    for round_ in range(_ROUNDS):
        if run.snapshots.was_creating and not run.waiting.until_idle(run.options.cluster_id):
            run.findings.miss(clause, run.waiting.reason)
            return
        name = run.requests.fresh_name()
        names = [name.upper() if round_ == 1 and at % 2 else name for at in range(count)]
        requests = [run.requests.create(name=each) for each in names]
        probe = Probe(clause=clause, what="", rule=rule, request=requests[0], needs=("name-unique", "name-unique-case"))
        exchanges = run.race(replace(probe, expect=OK), requests)
        if not exchanges:
            return
        accepted = [each for each in exchanges if each.accepted]
        if not accepted and all(map(is_busy, exchanges)):
            run.findings.miss(clause, "the cluster was busy")
            return
        if not accepted and any(each.status in GATEWAYS for each in exchanges):
            run.findings.miss(clause, "a gateway answered by itself")
            return
        odd = [each for each in exchanges if each.may_pass and each.status not in REFUSED and not is_busy(each)]
        others += odd[:1]
        if odd and len(others) == 1 and len(accepted) < 2:
            # It may have passed: what is no accident comes again.
            run.findings.miss(clause, f"in part: one of the answers was a {odd[0].status}")
            continue
        if len(accepted) != 1:
            sentence = f"of {count} simultaneous creates of one name {len(accepted)} were accepted; {rule}"
            run.judge.break_by_many(clause, sentence, (accepted or exchanges)[-1], count)
            return
        run.findings.hold(clause)
        for each in filterfalse(is_busy, exchanges):
            expect = OK if each.accepted else REFUSED
            what = "one of simultaneous creates of one name"
            run.conclude(replace(probe, what=what, request=each.request, expect=expect), each)


def _made(run: Run, name: str, clause: str) -> bool:
    """Make a snapshot to compare with."""
    rule = "it keeps every rule of the contract"
    made = run.make("create-accepted", "a plain create", run.requests.create(name=name), rule)
    if not made:
        run.findings.miss(clause, "no snapshot could be made to compare with")
    return made
