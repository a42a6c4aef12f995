"""FreshNames that are taken: as they are, in another case, at the same moment; and names that only look so."""

from __future__ import annotations

from dataclasses import replace
from itertools import filterfalse

from dws_contract.credentials import NoCredentials
from dws_contract.examiner import Examiner
from dws_contract.fresh_names import PREFIX
from dws_contract.probes.proofs import foreign_project
from dws_contract.questions import GATEWAYS, OK, REFUSED, Probe

_ROUNDS = 3


def ask(examiner: Examiner) -> None:
    """Ask about taken names."""
    _taken(examiner)
    _distinct(examiner)
    _refused(examiner)
    _concurrent(examiner)


def _taken(examiner: Examiner) -> None:
    name = examiner.names.like("A" + examiner.shape[1:])
    if not _made(examiner, name, "name-unique"):
        return
    rule = "a name is unique in its project"
    examiner.refuse("name-unique", "a name that is taken", examiner.create(name=name), rule)
    other = examiner.create(name=name, description="another description")
    examiner.refuse("name-unique", "a taken name with another description", other, rule)
    examiner.ask(
        Probe(
            clause="name-unique",
            what="a taken name, the cluster's ID in upper case",
            rule=rule,
            request=examiner.create(name=name, cluster_id=examiner.options.cluster_id.upper()),
            needs=("cluster-id-case",),
        )
    )
    for what, same in (
        ("lower", name.lower()),
        ("upper", name.upper()),
        ("swapped", name.swapcase()),
        ("title", name.lower().capitalize()),
    ):
        if same == name:
            continue
        examiner.ask(
            Probe(
                clause="name-unique-case",
                what=f"a taken name in {what} case",
                rule="names are compared without case",
                request=examiner.create(name=same),
                needs=("name-unique",),
            )
        )


def _distinct(examiner: Examiner) -> None:
    name = examiner.names.like(f"{PREFIX}{'a' * 12}xa")
    longest = examiner.names.fresh(examiner.contract.name.max_length)
    if not _made(examiner, name, "name-distinct") or not _made(examiner, longest, "name-distinct"):
        return
    other = "b" if longest[-1] == "a" else "a"
    for what, near in (
        ("a taken name with _ in the place of a letter", name[:-2] + "_" + name[-1]),
        ("a taken name with - in the place of a letter", name[:-2] + "-" + name[-1]),
        ("a taken name without its last character", name[:-1]),
        ("a taken name with one more character", name + "a"),
        ("a name of the greatest length that differs from a taken one at the end", longest[:-1] + other),
    ):
        examiner.ask(
            Probe(
                clause="name-distinct",
                what=what,
                rule="this name is another, and free",
                request=examiner.create(name=near),
                expect=OK,
                needs=() if near.isalpha() else ("name-charset",),
            )
        )


def _refused(examiner: Examiner) -> None:
    clause = "refused-leaves-nothing"
    name = examiner.fresh_name()
    ways = (
        examiner.create(name=name, description="<"),
        examiner.create(name=name, cluster_id=examiner.unknown_uuid()),
        replace(examiner.create(name=name), credentials=NoCredentials()),
        replace(examiner.create(name=name), path=examiner.path_of(foreign_project(examiner))),
        replace(examiner.create(name=name), media_type="text/plain"),
    )
    for request in ways:
        probe = Probe(clause=clause, what="", rule="", request=request)
        if examiner.withheld(probe):
            return
        if examiner.send(request).accepted:
            examiner.findings.miss(clause, "a request that was to be refused was accepted")
            return
    what = "a name that only refused requests had held"
    examiner.make(clause, what, examiner.create(name=name), "a refused request leaves nothing behind")


def _concurrent(examiner: Examiner) -> None:
    clause = "name-unique-concurrent"
    count = examiner.options.concurrency
    rule = "exactly one is accepted"
    for round_ in range(_ROUNDS):
        if examiner.snapshots.was_creating and not examiner.waiting.until_idle(examiner.options.cluster_id):
            examiner.findings.miss(clause, examiner.waiting.reason)
            return
        name = examiner.fresh_name()
        names = [name.upper() if round_ == 1 and at % 2 else name for at in range(count)]
        requests = [examiner.create(name=each) for each in names]
        probe = Probe(clause=clause, what="", rule=rule, request=requests[0], needs=("name-unique", "name-unique-case"))
        exchanges = examiner.race(replace(probe, expect=OK), requests)
        if not exchanges:
            return
        accepted = [each for each in exchanges if each.accepted]
        if not accepted and all(map(examiner.is_busy, exchanges)):
            examiner.findings.miss(clause, "the cluster was busy")
            return
        if not accepted and any(each.status in GATEWAYS for each in exchanges):
            examiner.findings.miss(clause, "a gateway answered by itself")
            return
        if len(accepted) != 1:
            sentence = f"of {count} simultaneous creates of one name {len(accepted)} were accepted; {rule}"
            examiner.deviate(probe, (accepted or exchanges)[-1], sentence, count)
            return
        examiner.findings.hold(clause)
        for each in filterfalse(examiner.is_busy, exchanges):
            expect = OK if each.accepted else REFUSED
            what = "one of simultaneous creates of one name"
            examiner.judge(replace(probe, what=what, request=each.request, expect=expect), each)


def _made(examiner: Examiner, name: str, clause: str) -> bool:
    """Make a snapshot to compare with."""
    rule = "it keeps every rule of the contract"
    made = examiner.make("create-accepted", "a plain create", examiner.create(name=name), rule)
    if not made:
        examiner.findings.miss(clause, "no snapshot could be made to compare with")
    return made
