"""Restores: the cluster that they make, the reasons to refuse them, and every member of their body."""

from __future__ import annotations

from dataclasses import replace

from dws_contract.probes import live, names
from dws_contract.probes.body_members import NO_NAMES, BodyMember, ask_of_bodies, judged_first, settle_order
from dws_contract.probes.members import BUT_NULL, OTHER_TYPES
from dws_contract.steps.asking import Run
from dws_contract.steps.known import UNAVAILABLE, entries
from dws_contract.steps.questions import CONFLICT, FORBIDDEN, OK, REFUSED, Probe, sentence
from dws_contract.steps.waiting import is_busy
from dws_contract.traffic.messages import Exchange, Request
from dws_contract.traffic.paging import all_pages
from dws_contract.traffic.requests import ABSENT
from dws_contract.verdicts.reading import called

_OPERATION = "restoreCluster"
_KEEPS = "it keeps every rule of the contract"
_SAMPLE = 3
_AT_ONCE = 3
_NO_SECOND = REFUSED | CONFLICT | FORBIDDEN
"""The statuses of the second of two simultaneous restores: its name is taken, or the snapshot is being restored."""
_OF_RESTORED = ("restored-cluster-usable", "restore-name-taken", "restore-name-concurrent", "restored-settings")
_STRINGS = ("subnet_id", "security_group_id", "vpc_id", "availability_zone", "enterprise_project_id")
_UUID = "374eca02-cfc4-4de7-8ab5-dbebf7d9a720"


def ask(run: Run) -> None:
    """Test restores."""
    bad_names = (run.requests.restore(name=name) for name in NO_NAMES)
    bad_ports = (run.requests.restore(port=port) for port in (1, 99999, "x"))
    settle_order(run, _OPERATION, *bad_names, *bad_ports)
    _unavailable(run)
    _accepted(run)
    snapshot_id = judged_first(run, _OPERATION, ("restore-name", "restore-port", "restore-public-ip"))
    if snapshot_id is not None:
        names.ask_of(
            run, BodyMember(_OPERATION, "name", "a cluster's name", "restore-name", snapshot_id, sample=_SAMPLE)
        )
        _types(run, snapshot_id)
        _ports(run, BodyMember(_OPERATION, "port", "a port", "restore-port", snapshot_id))
        _public_ips(run, BodyMember(_OPERATION, "public_ip", "a `public_ip`", "restore-public-ip", snapshot_id))
        _members(run, snapshot_id)


def _types(run: Run, snapshot_id: str) -> None:
    member = BodyMember(_OPERATION, "name", "a cluster's name", "restore-name", snapshot_id)
    for what, value in (("left out", ABSENT), *OTHER_TYPES):
        member.refuse(run, "name-string", f"a cluster's name that is {what}", value, "the contract requires a string")


def _ports(run: Run, member: BodyMember) -> None:
    least, most = run.contract.range("Restore", "port")
    says = f"the contract requires an integer from {least} to {most}"
    for port in (least, least + 1, most - 1, most):
        member.accept(run, "", f"a port of {port}", port, says)
    numbers: tuple[object, ...] = (least - 1, most + 1, 0, 1, -least, 65536, 2**63, least + 0.5)
    for bad in (*numbers, str(least), "x", "", True, [least]):
        member.refuse(run, "", f"a port of {called(bad)}", bad, says)


def _public_ips(run: Run, member: BodyMember) -> None:
    kinds = run.contract.bind_types
    says = f"the contract allows only {', '.join(kind for kind in kinds if kind)}, null or empty"
    for kind in kinds:
        value = {"public_bind_type": kind, "eip_id": _UUID}
        member.accept(run, "", f"a `public_bind_type` {called(kind)}", value, says)
    for what, value in (
        ("without members", {}),
        ("without `eip_id`", {"public_bind_type": kinds[0]}),
        ("with an empty `eip_id`", {"public_bind_type": kinds[0], "eip_id": ""}),
        ("with an `eip_id` that is null", {"public_bind_type": kinds[0], "eip_id": None}),
    ):
        member.accept(run, "", f"a `public_ip` {what}", value, "its members are optional")
    word = str(kinds[0])
    others: tuple[object, ...] = ("no-such-type", word.upper(), f"{word} ", 5, [word], True)
    for other in others:
        member.refuse(run, "", f"a `public_bind_type` {called(other)}", {"public_bind_type": other}, says)
    for what, other in BUT_NULL:
        bad = {"public_bind_type": word, "eip_id": other}
        member.refuse(run, "", f"an `eip_id` that is {what}", bad, "the contract requires a string")
    for what, other in (*BUT_NULL[:-1], ("a string", word)):
        member.refuse(run, "", f"a `public_ip` that is {what}", other, "the contract requires an object")


def _members(run: Run, snapshot_id: str) -> None:
    clause = "restore-members"
    for name in _STRINGS:
        member = BodyMember(_OPERATION, name, f"a `{name}`", clause, snapshot_id)
        if name == "enterprise_project_id":  # Only this one exists everywhere.
            member.accept(run, "", f"the `{name}` 0", "0", "it is the default enterprise project")
        for what, value in BUT_NULL:
            member.refuse(run, "", f"a `{name}` that is {what}", value, "the contract requires a string")
    member = BodyMember(_OPERATION, "ipv6_enable", "`ipv6_enable`", clause, snapshot_id)
    for value in (True, False):
        member.accept(run, "", f"`ipv6_enable` {called(value)}", value, "the contract requires a boolean")
    others: tuple[object, ...] = ("true", 1, 0, "", [])
    for bad in others:
        member.refuse(run, "", f"`ipv6_enable` {called(bad)}", bad, "the contract requires a boolean")
    _coordinators(run, BodyMember(_OPERATION, "number_of_cn", "`number_of_cn`", clause, snapshot_id))
    says = "the contract requires the object `restore`"
    good = {"name": run.requests.fresh_name()}
    for what, body in (
        ("without `restore`", {}),
        ("with the members of `restore` outside it", good),
        ("with `Restore` instead of `restore`", {"Restore": good}),
        ("with `snapshot` instead of `restore`", {"snapshot": good}),
        *((f"whose `restore` is {what}", {"restore": value}) for what, value in OTHER_TYPES[:-1]),
        ("whose `restore` is an array that contains the object", {"restore": [good]}),
    ):
        request = _with_body(run, snapshot_id, body)
        member.refuse(run, "", f"a restore {what}", request, says)
    ask_of_bodies(run, _OPERATION, "a restore", snapshot_id)


def _coordinators(run: Run, member: BodyMember) -> None:
    least, most = run.contract.range("Restore", "number_of_cn")
    says = f"the contract requires an integer from {least} to {most}"
    member.accept(run, "", f"{member.what} {least}", least, says)
    others: tuple[object, ...] = (least - 1, most + 1, 0, least + 0.5, str(least), True, [least])
    for bad in others:
        member.refuse(run, "", f"{member.what} {called(bad)}", bad, says)


def _with_body(run: Run, snapshot_id: str, body: object) -> Request:
    return run.requests.call(_OPERATION, body=body, snapshot_id=snapshot_id or run.requests.unknown_uuid())


def _unavailable(run: Run) -> None:
    """Try to restore a snapshot that could not be made, if there is one."""
    failed = next((each for each in live.listed(run) if each.get("status") == UNAVAILABLE), None)
    if failed is None:
        return
    what, rule = "a restore of a snapshot that is UNAVAILABLE", "making it failed: the contract says 403"
    run.expect(FORBIDDEN, "restore-not-available", what, run.requests.restore(str(failed["id"])), rule)


def _accepted(run: Run) -> None:
    known = live.available(run, "restore-accepted")
    if known is None or known.id is None:
        for clause in _OF_RESTORED:
            run.findings.miss(clause, "no snapshot could be restored")
        return
    name, free = run.requests.fresh_name(), run.snapshots.forbidden_by(_OPERATION)
    request = run.requests.restore(known.id, name=name)
    first = _restore(run, "restore-accepted", "a restore with a name only", request)
    if first is not None and first.accepted:
        _taken(run, known.id, name)
        _usable(run)
    else:
        for clause in _OF_RESTORED:
            run.findings.miss(clause, "no restore was accepted")
    members: dict[str, object] = {
        "port": run.contract.range("Restore", "port")[1],
        "public_ip": {"public_bind_type": "not_use"},
        "enterprise_project_id": "0",
        "ipv6_enable": False,
    }
    # A service may refuse a network that does not exist.
    networks = dict.fromkeys(_STRINGS[:3], _UUID)
    if not any(_at_once(run, run.requests.restore(known.id, **members, **more)) for more in (networks, {})):
        whole = run.requests.restore(known.id, **members)
        _restore(run, "restore-members", "a restore with every member but its network", whole)
    for source in live.automated(run)[:1]:
        _reuse(run, "restore-accepted", "a restore of an automated snapshot", source, free[-1:])
    if run.notes.restored:
        upper = known.id.upper()
        _reuse(run, "snapshot-id-case", "a restore with the snapshot's ID in upper case", upper, free[:-1])


def _at_once(run: Run, request: Request) -> bool:
    """Send simultaneous restores with the same name. Return whether one was accepted, as it must be."""
    clause, count = "restore-name-concurrent", _AT_ONCE
    probe = Probe(clause=clause, what="", rule="exactly one must be accepted", request=request, expect=OK)
    if run.withheld(probe):
        return False
    exchanges = run.race(replace(probe, needs=("restore-name-taken",)), [request] * count)
    accepted = [each for each in exchanges if each.accepted]
    if len(accepted) > 1:
        sentence = f"of {count} simultaneous restores to one name, {len(accepted)} were accepted; {probe.rule}"
        run.judge.break_by_many(clause, sentence, accepted[-1], exchanges)
    elif accepted:
        run.findings.hold(clause)
        for each in exchanges:
            if each.may_pass and each.status not in _NO_SECOND:
                run.findings.miss(clause, f"in part: one of the answers was a {each.status}")
                continue
            expect = OK if each.accepted else _NO_SECOND
            asked = "restore-members" if each.accepted else clause
            what = "one of simultaneous restores to one name"
            run.conclude(replace(probe, clause=asked, what=what, expect=expect), each)
    elif exchanges:
        run.findings.miss(clause, f"none was accepted: {exchanges[0].status}")
    return bool(accepted)


def _restore(run: Run, clause: str, what: str, request: Request) -> Exchange | None:
    return run.expect(OK, clause, what, request, _KEEPS)


def _reuse(run: Run, clause: str, what: str, snapshot_id: str, free: list[str]) -> None:
    """Restore to the first of the free names, which only refused requests had. If that fails, try a new name."""
    refused: Exchange | None = None
    if free:
        request = run.requests.restore(snapshot_id, name=free[0])
        probe = Probe(clause=clause, what=what, rule=_KEEPS, request=request, expect=OK)
        if run.withheld(probe):
            return
        refused = run.pose(probe)
        if refused.accepted:
            run.conclude(probe, refused)
            return
    again = _restore(run, clause, what, run.requests.restore(snapshot_id))
    is_refused = refused is not None and not refused.after and refused.status in REFUSED | CONFLICT
    if again is not None and again.accepted and refused is not None and is_refused:
        said = f"a restore to a name that only refused restores had was refused with {refused.status}"
        run.judge.break_("refused-leaves-nothing", f"{said}, but not with another name", refused)


def _taken(run: Run, snapshot_id: str, name: str) -> None:
    """Restore to the name of a restored cluster, and to that of --cluster-id."""
    rule = "the contract says 400 or 409"
    own = entries(run.sender.observe(run.requests.call("listClusterDetails")).json, "clusters")
    names = {"another cluster": name, "the original cluster": str(own[0].get("name")) if own else ""}
    for what, taken in names.items():
        if run.contract.name.allows(taken):
            request, said = run.requests.restore(snapshot_id, name=taken), f"a restore to the name of {what}"
            run.expect(REFUSED | CONFLICT, "restore-name-taken", said, request, rule)


def _usable(run: Run) -> None:
    """Test that the restored cluster has pages and can make snapshots, apart from those of --cluster-id."""
    clause, cluster = "restored-cluster-usable", run.snapshots.clusters[-1]
    if not cluster:
        run.findings.miss(clause, "the answer to the restore did not name a cluster: see restore-accepted")
        return
    request, rule = run.requests.page(cluster), "a restore made this cluster"
    page = run.expect(OK, clause, "a page of a restored cluster", request, rule)
    if page is None or not page.accepted:
        return
    if not run.waiting.until_free(cluster):
        run.findings.miss(clause, "the restored cluster was still being made")
        return
    if not run.make(clause, "a create of a restored cluster", run.requests.create(cluster_id=cluster), rule):
        return
    known = run.snapshots.made[-1]
    made = known.id
    if run.snapshots.was_creating and made is not None:
        run.waiting.until_made(made)
        if run.waiting.until_idle(cluster) and run.waiting.until_free(cluster):
            _at_the_same_time(run, cluster)
        else:
            run.findings.miss("one-at-a-time", run.waiting.reason)
    for of in (cluster, run.options.cluster_id):
        pages = all_pages(run, of)
        if pages.is_whole and made is not None and (made in pages.ids) != (of == cluster):
            told = "lacks" if of == cluster else "contains"
            said = f"the page of the cluster {of} {told} a snapshot of the restored cluster {cluster}"
            run.judge.break_(clause if of == cluster else "page-cluster-only", said, pages.last)


def _at_the_same_time(run: Run, cluster: str) -> None:
    """Make a snapshot of the restored cluster while one of --cluster-id is being made: both must be accepted."""
    clause = "one-at-a-time"
    known = live.begin(run, clause)
    probe = Probe(
        clause=clause,
        what="a create while a snapshot of another cluster is being made",
        rule="only the cluster itself is busy",
        request=run.requests.create(cluster_id=cluster),
        expect=OK,
    )
    if known is not None and known.id is not None and not run.withheld(probe):
        exchange = run.sender.send(probe.request)
        if is_busy(exchange):
            run.judge.break_(clause, sentence(probe, exchange.status), exchange)
        else:
            run.conclude(probe, exchange)
        run.waiting.until_made(known.id)
