"""Checks credentials: a token, or an AK/SK signature as openapi.yaml describes it."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, unquote

from fastapi import Request

TOKEN = os.environ["TOKEN"]
ACCESS_KEY = os.environ["ACCESS_KEY"]
SECRET_KEY = os.environ["SECRET_KEY"]
AUTHORIZATION = re.compile(
    r"SDK-HMAC-SHA256 +Access=(?P<access>[^, ]+), *SignedHeaders=(?P<names>[^, ]+), *"
    r"Signature=(?P<signature>[0-9a-f]{64})"
)
CLOCKS_DIFFER_BY = timedelta(minutes=15)


async def refusal(request: Request) -> str | None:
    """Return why the caller is refused, or None if the credentials are right."""
    if "authorization" in request.headers:
        return await _signature_refusal(request)
    token = request.headers.get("x-auth-token", "")
    return None if hmac.compare_digest(token.encode(), TOKEN.encode()) else "Incorrect IAM authentication information."


async def _signature_refusal(request: Request) -> str | None:
    parts = AUTHORIZATION.fullmatch(request.headers["authorization"])
    date = request.headers.get("x-sdk-date", "")
    if parts is None or parts["access"] != ACCESS_KEY or "x-sdk-date" not in parts["names"].split(";"):
        return "The signature is not complete."
    try:
        signed_at = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return "X-Sdk-Date is no date."
    if abs(datetime.now(UTC) - signed_at) > CLOCKS_DIFFER_BY:
        return "X-Sdk-Date is too far off."
    canonical = await _canonical_request(request, parts["names"])
    to_sign = f"SDK-HMAC-SHA256\n{date}\n{_sha256(canonical.encode())}"
    expected = hmac.new(SECRET_KEY.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    return None if hmac.compare_digest(expected, parts["signature"]) else "The signature does not match the request."


async def _canonical_request(request: Request, names: str) -> str:
    path = unquote(request.scope["raw_path"].decode())
    pairs = parse_qsl(request.scope["query_string"].decode(), keep_blank_values=True)
    payload = request.headers.get("x-sdk-content-sha256")
    return "\n".join(
        (
            request.method,
            quote(path, safe="/~").rstrip("/") + "/",
            "&".join(sorted(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)),
            "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in sorted(names.split(";"))),
            names,
            payload if payload == "UNSIGNED-PAYLOAD" else _sha256(await request.body()),
        )
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
