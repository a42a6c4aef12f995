"""Paths and methods that the contract does not name."""

from __future__ import annotations

from dataclasses import replace

import httpx

from dws_contract.examiner import NOT_FOUND, Examiner, Probe
from dws_contract.options import is_loopback

_NOT_ALLOWED = frozenset({405})
_METHODS = ("GET", "PUT", "PATCH", "DELETE")


def ask(examiner: Examiner) -> None:
    """Ask about unknown paths and methods."""
    project = examiner.options.project_id
    prefix = examiner.target.prefix
    for path in (
        "/no-such-thing",
        f"/v1.0/{project}/no-such-thing",
        f"/v1.0/{project}/snapshots2",
        f"/v1.0/{project}/snapshots/no/such/thing",
        f"/V1.0/{project}/SNAPSHOTS",
        f"/v1/{project}/snapshots",
        f"/v2.0/{project}/snapshots",
        f"/v1.0/no-such-thing/{project}/snapshots",
    ):
        for method in ("POST", "GET"):
            request = replace(examiner.create(), path=prefix + path, method=method)
            if method == "GET":
                request = replace(request, body=None, media_type=None)
            what, rule = f"{method} {path}", "the contract does not name this path, which is answered with 404"
            probe = Probe(clause="route-unknown", what=what, rule=rule, request=request, expect=NOT_FOUND)
            examiner.ask(probe)
    for method in _METHODS:
        if method in examiner.contract.methods or not _is_harmless(examiner, method):
            continue
        body = None if method in ("GET", "DELETE") else examiner.create().body
        request = replace(examiner.post(body), method=method)
        if body is None:
            request = replace(request, media_type=None)
        rule = "the path has no such method, which is answered with 405"
        what = f"{method} {examiner.contract.path}"
        examiner.ask(Probe(clause="method-not-allowed", what=what, rule=rule, request=request, expect=_NOT_ALLOWED))


def _is_harmless(examiner: Examiner, method: str) -> bool:
    """Nothing but creating snapshots is done to a service that is not this machine's: a DELETE might do more."""
    return method != "DELETE" or is_loopback(httpx.URL(examiner.options.url).host)
