"""Projects that are not the caller's, and the order of checks: the first failure decides the answer."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from dws_contract.probes.proofs import OTHER_MEDIA_TYPE, foreign_project
from dws_contract.steps.asking import Run
from dws_contract.steps.questions import NOT_FOUND, REFUSED, Probe

_FORBIDDEN = frozenset({403})
_NOT_CALLERS = REFUSED | _FORBIDDEN | NOT_FOUND


def ask(run: Run) -> None:
    """Test projects and the order of checks. This comes last, because it needs other clauses to hold."""
    _projects(run)
    _project_before_body(run)
    _body_before_cluster(run)
    _cluster_before_name(run)
    _body_before_snapshot(run)
    _name_before_type(run)


def _projects(run: Run) -> None:
    own, rule = run.options.project_id, "it is not the caller's: the contract says 403"
    request = replace(run.requests.create(), path=run.requests.path_of(_other_form(own)))
    what = "a create in a project that differs in hyphens only"
    run.expect(_FORBIDDEN, "project-foreign", what, request, rule)
    for what, project in (
        ("one digit short", own[:-1]),
        ("one digit long", own + "0"),
        ("in upper case", own.upper()),
        ("followed by a space", own + "%20"),
        ("followed by a line feed", own + "%0A"),
    ):
        if project == own:
            continue
        request = replace(run.requests.create(), path=run.requests.path_of(project))
        probe = Probe(
            clause="project-malformed",
            what=f"a project ID {what}",
            rule=f"the contract requires {run.contract.parameter('ProjectId')['title']}",
            request=request,
            expect=_NOT_CALLERS,
        )
        run.ask(probe)


def _other_form(project_id: str) -> str:
    """Return the digits of a project ID in its other form, with or without hyphens. That is another project."""
    digits = project_id.replace("-", "")
    return digits if digits != project_id else str(UUID(digits))


def _project_before_body(run: Run) -> None:
    path = run.requests.path_of(foreign_project(run))
    for what, request, needs in (
        ("a body that is not JSON", run.requests.post(b'{"snapshot":'), ("body-json",)),
        ("a name of one character", run.requests.create(name="a"), ("name-min-length",)),
        ("no body", run.requests.post(None), ("body-required",)),
        ("another media type", replace(run.requests.create(), media_type=OTHER_MEDIA_TYPE), ("media-type-wrong",)),
        ("an unknown cluster", run.requests.create(cluster_id=run.requests.unknown_uuid()), ("cluster-unknown",)),
    ):
        said, rule = f"{what} in another project", "the contract checks the project first: 403"
        run.expect(
            _FORBIDDEN, "order-of-judgement", said, replace(request, path=path), rule, needs=("project-foreign", *needs)
        )


def _body_before_cluster(run: Run) -> None:
    cluster = run.requests.unknown_uuid()
    other_type = replace(run.requests.create(cluster_id=cluster), media_type=OTHER_MEDIA_TYPE)
    for what, request, need in (
        ("a name of one character", run.requests.create(name="a", cluster_id=cluster), "name-min-length"),
        ("a forbidden description", run.requests.create(description="<", cluster_id=cluster), "description-charset"),
        ("another media type", other_type, "media-type-wrong"),
    ):
        said, rule = f"{what} with an unknown cluster", "the contract checks the body first: 400"
        run.expect(REFUSED, "order-of-judgement", said, request, rule, needs=("cluster-unknown", need))


def _cluster_before_name(run: Run) -> None:
    run.expect(
        NOT_FOUND,
        "order-of-judgement",
        "a taken name with an unknown cluster",
        run.requests.create(name=run.notes.created[0].name, cluster_id=run.requests.unknown_uuid()),
        "the contract checks the cluster first: 404",
        needs=("cluster-unknown", "name-unique"),
    )


def _body_before_snapshot(run: Run) -> None:
    """Send a bad body, or a bad query, for a target that does not exist."""
    media = replace(run.requests.restore(), media_type=OTHER_MEDIA_TYPE)
    for what, request, needs in (
        ("a restore of an unknown snapshot, its name too short", run.requests.restore(name="a"), ("restore-name",)),
        ("a restore of an unknown snapshot in another media type", media, ("media-type-wrong",)),
        ("a copy of an unknown snapshot, its name too short", run.requests.copy(backup_name="a"), ("copy-name",)),
        (
            "a page of an unknown cluster with the limit 0",
            run.requests.page(run.requests.unknown_uuid(), limit=0),
            ("page-limit",),
        ),
    ):
        rule = "the contract checks body and query before existence: 400"
        run.expect(REFUSED, "order-of-judgement", what, request, rule, needs=needs)


def _name_before_type(run: Run) -> None:
    """Try to copy a manual snapshot under a name that is taken."""
    for known in run.snapshots.available()[:1]:
        name = known.name.swapcase()
        run.expect(
            REFUSED,
            "order-of-judgement",
            "a copy of a manual snapshot under a name that is taken in another case",
            run.requests.copy(known.id, backup_name=name),
            "the contract checks uniqueness before the type: 400",
            needs=("copy-manual", "copy-name", "name-unique", "name-unique-case"),
        )
