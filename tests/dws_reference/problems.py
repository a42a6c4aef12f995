"""Refusals: a status of the contract, an error code, and a sentence for people.

Codes and statuses are those of `components.schemas.Error` in openapi.yaml.
"""

from __future__ import annotations

import json

SHOWN = 40


class Problem(Exception):
    """The answer to a request that is refused.

    `headers` go with the answer. `message` names the field, the rule and what was given, never a secret.
    """

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


def bad_request(message: str, code: str = "DWS.0001") -> Problem:
    """400: a rule of the document is broken (decision 1)."""
    return Problem(400, code, message)


def unauthorized(message: str, code: str = "APIGW.0301") -> Problem:
    """401: credentials are missing, wrong or expired (decision 7)."""
    return Problem(401, code, message, {"www-authenticate": "SDK-HMAC-SHA256"})


def forbidden() -> Problem:
    """403: the project is not the caller's, or is malformed (decision 5)."""
    return Problem(403, "DWS.0015", "Resource not found or permission denied: the project is not the caller's.")


def unknown_path(path: str) -> Problem:
    """404: no operation has this path (decision 1)."""
    return Problem(404, "APIGW.0101", f"The API does not exist: path {shown(path)}.")


def unknown_method(method: str, allowed: list[str]) -> Problem:
    """405: the path has operations, but none of this method (decision 1)."""
    allow = ", ".join(allowed)
    message = f"The API does not exist: method {shown(method)} on a path that has {allow}."
    return Problem(405, "APIGW.0101", message, {"allow": allow})


def misdirected(host: str) -> Problem:
    """421: the Host header names another service."""
    return Problem(421, "APIGW.0101", f"Host: {shown(host)} is not served here; --allow-host adds names.")


def unknown_cluster(field: str, cluster_id: str) -> Problem:
    """404: the project has no such cluster (decision 3)."""
    return Problem(404, "DWS.0047", f"{field}: the cluster {cluster_id} does not exist in this project.")


def unknown_snapshot(snapshot_id: str) -> Problem:
    """404: the project never had such a snapshot (decision 3)."""
    return Problem(404, "DWS.0015", f"snapshot_id: the snapshot {snapshot_id} does not exist in this project.")


def deleted_snapshot(snapshot_id: str) -> Problem:
    """400: the project had this snapshot, but it was deleted (decision 12)."""
    return bad_request(f"snapshot_id: the snapshot {snapshot_id} has been deleted.")


def name_taken(field: str, name: str) -> Problem:
    """400: the project has a snapshot of this name, compared without case (decision 2)."""
    return bad_request(f"{field}: a snapshot named '{name}' exists in this project.", "DWS.5039")


def cluster_name_taken(name: str) -> Problem:
    """400: the project has a cluster of this name (decision 1)."""
    return bad_request(f"restore.name: a cluster named '{name}' exists in this project.", "DWS.5050")


def status_forbids(why: str) -> Problem:
    """403: what the cluster or the snapshot is doing does not allow the operation (decision 11)."""
    return Problem(403, "DWS.7023", f"The status does not allow the operation: {why}.")


def type_forbids(snapshot_id: str, kind: str) -> Problem:
    """403: an automated snapshot can't be deleted, a manual one can't be copied (decision 11)."""
    return Problem(403, "DWS.0015", f"The type does not allow the operation: the snapshot {snapshot_id} is {kind}.")


def unavailable(why: str = "its database does not answer") -> Problem:
    """503: it is not known whether the request had an effect."""
    return Problem(503, "DWS.0005", f"The service is unavailable: {why}.")


def failure() -> Problem:
    """500: a fault of the service itself."""
    return Problem(500, "DWS.9999", "Server failure.")


def shown(value: object) -> str:
    """What was given, as JSON in ASCII and shortened, for a message."""
    if isinstance(value, str) and len(value) > SHOWN:
        return f"{json.dumps(value[:SHOWN])}… ({len(value)} characters)"
    if isinstance(value, dict | list):
        return f"{'an object' if isinstance(value, dict) else 'an array'} of {len(value)}"
    text = json.dumps(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)} characters)"
