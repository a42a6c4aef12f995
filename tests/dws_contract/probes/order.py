"""Projects that are not the caller's, and that the first failure is the answer."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from dws_contract.examiner import Examiner
from dws_contract.probes.proofs import OTHER_MEDIA_TYPE, foreign_project
from dws_contract.questions import NOT_FOUND, REFUSED, Probe

_FORBIDDEN = frozenset({403})
_NOT_CALLERS = REFUSED | _FORBIDDEN | NOT_FOUND


def ask(examiner: Examiner) -> None:
    """Ask about projects and about the order of judgement. Comes last: other clauses have to hold first."""
    _projects(examiner)
    _project_before_body(examiner)
    _body_before_cluster(examiner)
    _cluster_before_name(examiner)
    _body_before_snapshot(examiner)


def _projects(examiner: Examiner) -> None:
    own, rule = examiner.options.project_id, "it is not the caller's, the contract says 403"
    request = replace(examiner.create(), path=examiner.path_of(_other_form(own)))
    what = "a create in a project that differs in hyphens only"
    examiner.ask(Probe(clause="project-foreign", what=what, rule=rule, request=request, expect=_FORBIDDEN))
    for what, project in (
        ("one digit short", own[:-1]),
        ("one digit long", own + "0"),
        ("in upper case", own.upper()),
        ("followed by a space", own + "%20"),
        ("followed by a line feed", own + "%0A"),
    ):
        if project == own:
            continue
        request = replace(examiner.create(), path=examiner.path_of(project))
        probe = Probe(
            clause="project-malformed",
            what=f"a project ID {what}",
            rule=f"the contract says {examiner.contract.parameter('ProjectId')['title']}",
            request=request,
            expect=_NOT_CALLERS,
        )
        examiner.ask(probe)


def _other_form(project_id: str) -> str:
    """Return the same digits in the other of the two forms of a project ID, which is another project."""
    digits = project_id.replace("-", "")
    return digits if digits != project_id else str(UUID(digits))


def _project_before_body(examiner: Examiner) -> None:
    path = examiner.path_of(foreign_project(examiner))
    for what, request, needs in (
        ("a body that is not JSON", examiner.post(b'{"snapshot":'), ("body-json",)),
        ("a name of one character", examiner.create(name="a"), ("name-min-length",)),
        ("no body", examiner.post(None), ("body-required",)),
        ("another media type", replace(examiner.create(), media_type=OTHER_MEDIA_TYPE), ("media-type-wrong",)),
        ("an unknown cluster", examiner.create(cluster_id=examiner.unknown_uuid()), ("cluster-unknown",)),
    ):
        examiner.ask(
            Probe(
                clause="order-of-judgement",
                what=f"{what} in another project",
                rule="the contract judges the project first: 403",
                request=replace(request, path=path),
                expect=_FORBIDDEN,
                needs=("project-foreign", *needs),
            )
        )


def _body_before_cluster(examiner: Examiner) -> None:
    cluster = examiner.unknown_uuid()
    other_type = replace(examiner.create(cluster_id=cluster), media_type=OTHER_MEDIA_TYPE)
    for what, request, need in (
        ("a name of one character", examiner.create(name="a", cluster_id=cluster), "name-min-length"),
        ("a forbidden description", examiner.create(description="<", cluster_id=cluster), "description-charset"),
        ("another media type", other_type, "media-type-wrong"),
    ):
        examiner.ask(
            Probe(
                clause="order-of-judgement",
                what=f"{what} with an unknown cluster",
                rule="the contract judges the body first: 400",
                request=request,
                needs=("cluster-unknown", need),
            )
        )


def _cluster_before_name(examiner: Examiner) -> None:
    examiner.ask(
        Probe(
            clause="order-of-judgement",
            what="a taken name with an unknown cluster",
            rule="the contract judges the cluster first: 404",
            request=examiner.create(name=examiner.created[0].name, cluster_id=examiner.unknown_uuid()),
            expect=NOT_FOUND,
            needs=("cluster-unknown", "name-unique"),
        )
    )


def _body_before_snapshot(examiner: Examiner) -> None:
    """Ask with a bad body, or a bad query, for what does not exist."""
    media = replace(examiner.restore(), media_type=OTHER_MEDIA_TYPE)
    for what, request, needs in (
        ("a restore of no snapshot with a name of one character", examiner.restore(name="a"), ("restore-name",)),
        ("a restore of no snapshot in another media type", media, ("media-type-wrong",)),
        ("a copy of no snapshot with a name of one character", examiner.copy(backup_name="a"), ("copy-name",)),
        ("a page of no cluster with the limit 0", examiner.page(examiner.unknown_uuid(), limit=0), ("page-limit",)),
    ):
        examiner.ask(
            Probe(
                clause="order-of-judgement",
                what=what,
                rule="the contract judges body and query before what they are for: 400",
                request=request,
                needs=needs,
            )
        )
