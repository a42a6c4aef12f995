"""Paths and methods that the contract does not name."""

from __future__ import annotations

from dataclasses import replace

import httpx

from dws_contract.options import is_loopback
from dws_contract.steps.asking import Run
from dws_contract.steps.questions import NOT_FOUND, Probe
from dws_contract.traffic.messages import Request

_NOT_ALLOWED = frozenset({405})
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_WITHOUT_BODY = ("GET", "DELETE")


def ask(run: Run) -> None:
    """Test unknown paths and methods."""
    _paths(run)
    endpoints = run.contract.endpoints.values()
    left_out = {each.template for each in endpoints if not run.options.asks_about(each.id)}
    for template in dict.fromkeys(each.template for each in endpoints):
        if template not in left_out:
            _methods(run, template)


def _paths(run: Run) -> None:
    project, cluster = run.options.project_id, run.options.cluster_id
    snapshots = f"/v1.0/{project}/snapshots"
    one = f"{snapshots}/{run.requests.unknown_uuid()}"
    for path in (
        "/no-such-thing",
        f"/v1.0/{project}/no-such-thing",
        f"{snapshots}2",
        f"{snapshots}/no/such/thing",
        f"/V1.0/{project}/SNAPSHOTS",
        f"/v1/{project}/snapshots",
        f"/v2.0/{project}/snapshots",
        f"/v1.0/no-such-thing/{project}/snapshots",
        f"{one}/no-such-thing",
        f"{one}/actions/more",
        f"{one}/Actions",
        f"{one}/linked-copies",
        f"/v1.0/{project}/clusters/{cluster}/snapshots/more",
        f"/v1.0/{project}/clusters/{cluster}/no-such-thing",
    ):
        for method in ("POST", "GET"):
            request = _request(run, method, run.target.prefix + path)
            what, rule = f"{method} {path}", "the contract does not name this path, so the answer must be 404"
            probe = Probe(clause="route-unknown", what=what, rule=rule, request=request, expect=NOT_FOUND)
            run.ask(probe)


def _methods(run: Run, template: str) -> None:
    """Send every method that a path does not have. The path names things that do not exist, except for the cluster."""
    path = run.requests.filled(template)
    for method in _METHODS:
        if method in run.contract.methods(run.target.bare(path)) or not _is_harmless(run, method):
            continue
        request = _request(run, method, path)
        rule = "the path has no such method, so the answer must be 405"
        what = f"{method} {template}"
        run.expect(_NOT_ALLOWED, "method-not-allowed", what, request, rule)


def _request(run: Run, method: str, path: str) -> Request:
    request = replace(run.requests.create(), path=path, method=method)
    return replace(request, body=None, media_type=None) if method in _WITHOUT_BODY else request


def _is_harmless(run: Run, method: str) -> bool:
    """Whether a method can do no harm: DELETE is sent to unexpected paths only if the service is on this machine."""
    return method != "DELETE" or is_loopback(httpx.URL(run.options.url).host)
