"""Reads calls from standard input, sends them as recorded from a client, and prints each result.

The client is one of recorded.json. This module signs with code of its own, independent of the reference's.
"""

import hashlib
import hmac
import json
import os
import sys
import time
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

CLIENT: dict[str, Any] = json.loads(Path(__file__).with_name("recorded.json").read_text("utf-8"))[os.environ["CLIENT"]]
HOST = urlsplit(os.environ["URL"]).netloc

Outcome = dict[str, Any]


class Refused(Exception):
    """The service refused a request; `outcome` has its status and its error."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def send(method: str, target: str, body: str, headers: dict[str, str]) -> tuple[Any, Any]:
    """Send a request and return the answer's headers and the value of its body. Raises Refused."""
    connection = HTTPConnection(HOST, timeout=60)
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in ({"Host": HOST} | headers | {"Content-Length": str(len(body))}).items():
            connection.putheader(name, value)
        connection.endheaders(body.encode())
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    told: Any = json.loads(text) if text else None
    if answer.status >= 400:
        shown = {"code": told["error_code"], "message": told["error_msg"], "request_id": told["request_id"]}
        raise Refused({"status": answer.status, **shown})
    return answer.headers, told


def signed(method: str, target: str, body: str) -> dict[str, str]:
    """Return the client's headers with its signature.

    With a scope, the signature has the older form, with a key for each day.
    """
    date = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    headers = {name: value.format_map(os.environ) for name, value in CLIENT["headers"].items()} | {"X-Sdk-Date": date}
    values = {name.lower(): value for name, value in headers.items()} | {"host": HOST}
    path, _, query = target.partition("?")
    covered = [f"{name}:{values[name]}" for name in CLIENT["signed"].split(";")]
    hashed = hashlib.sha256(body.encode()).hexdigest()
    lines = [method, f"{path}/", query, *covered, "", CLIENT["signed"], hashed]
    to_sign = ["SDK-HMAC-SHA256", date, hashlib.sha256("\n".join(lines).encode()).hexdigest()]
    key, claim = os.environ["SECRET_KEY"].encode(), f"Access={os.environ['ACCESS_KEY']}"
    if "scope" in CLIENT:
        scope = f"{date[:8]}/{CLIENT['scope']}"
        to_sign.insert(2, scope)
        claim = f"Credential={os.environ['ACCESS_KEY']}/{scope}"
        key = b"SDK" + key
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, "\n".join(to_sign).encode(), "sha256").hex()
    proof = f"SDK-HMAC-SHA256 {claim}, SignedHeaders={CLIENT['signed']}, Signature={signature}"
    return {**headers, **CLIENT.get("unsigned", {}), "Authorization": proof}


@cache
def token() -> tuple[str, str]:
    """Return a token for the client's password, and the ID of its project. Raises Refused."""
    domain = {"name": os.environ["DOMAIN"]}
    user = {"name": os.environ["USERNAME"], "password": os.environ["PASSWORD"], "domain": domain}
    scope = {"project": {"name": os.environ["REGION"], "domain": domain}}
    identity = {"methods": ["password"], "password": {"user": user}}
    body = json.dumps({"auth": {"identity": identity, "scope": scope}})
    headers, told = send("POST", "/v3/auth/tokens", body, CLIENT["headers"])
    return headers["X-Subject-Token"], told["token"]["project"]["id"]


@cache
def project() -> str:
    """Make the client's first requests, and return the ID of the project. Raises Refused."""
    if "signed" not in CLIENT:
        return token()[1]
    for path in CLIENT.get("begins", []):
        target = path.format_map(os.environ)
        told = proven("GET", target, "")
        if "projects" in told:
            os.environ.setdefault("PROJECT_ID", told["projects"][0]["id"])
    return os.environ["PROJECT_ID"]


def call(operation: str, method: str, path: str, request: dict[str, Any]) -> Any:
    places = {"project_id": project()} | request
    query = {name: value for name, value in request.items() if name != "body" and f"{{{name}}}" not in path}
    target = path.format_map(places) + (f"?{urlencode(sorted(query.items()))}" if query else "")
    content: Any = request.get("body")
    for name, value in CLIENT.get("adds", {}).get(operation, {}).items():
        content = {**content, name: {**content[name], **value} if isinstance(value, dict) else value}
    body = CLIENT.get("empty_body", "") if content is None else json.dumps(content)
    answer = proven(method, target, body)
    if operation in CLIENT.get("tags_after", []):
        snapshot = answer.get("snapshot", {"id": request.get("snapshot_id")})
        cluster_id = answer["cluster"]["id"] if "cluster" in answer else content["snapshot"]["cluster_id"]
        tags = f"/v1.0/{project()}/clusters/{cluster_id}/tags"
        proven("GET", tags, "")
        proven("POST", f"{tags}/batch-create", json.dumps({"tags": [{"key": "snapshot_id", "value": snapshot["id"]}]}))
    return answer


def proven(method: str, target: str, body: str) -> Any:
    """Send a request with the client's token or signature. Raises Refused."""
    if "signed" in CLIENT:
        return send(method, target, body, signed(method, target, body))[1]
    return send(method, target, body, CLIENT["headers"] | {"X-Auth-Token": token()[0]})[1]


def main() -> None:
    print(json.dumps({"version": CLIENT["version"]}), flush=True)
    for line in sys.stdin:
        try:
            outcome = {"answer": call(**json.loads(line))}
        except Refused as refused:
            outcome = refused.outcome
        print(json.dumps(outcome), flush=True)


main()
