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
    """400: a rule of the document is not kept (decision 1)."""
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


def unknown_cluster(cluster_id: str) -> Problem:
    """404: the project has no such cluster (decision 3)."""
    return Problem(404, "DWS.0047", f"snapshot.cluster_id: the cluster {cluster_id} does not exist in this project.")


def unavailable() -> Problem:
    """503: the database does not answer. Whether the request had an effect is not known."""
    return Problem(503, "DWS.0005", "The service is unavailable: its database does not answer.")


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
