"""Tokens that contain what they grant. Workers and replicas with the same key can check them, also after a restart."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass

_SIGNATURE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Grant:
    """What its bearer may do from `issued_at` until `expires_at` (seconds since the epoch).

    `project_id`: the one project it is for, None for none. `domain`: whether it is for the account's domain.
    `access_key`: the temporary access key that it belongs to; such a token proves nothing by itself.
    """

    project_id: str | None
    issued_at: float
    expires_at: float
    nonce: str
    domain: bool = False
    access_key: str | None = None


def issue(grant: Grant, key: bytes) -> str:
    """The token for a grant: its JSON and a signature with the service's key, in Base64.

    The JSON comes first: a token begins with `ey`, never with the hyphen that makes an argument an option.
    """
    content = json.dumps(asdict(grant)).encode()
    return urlsafe_b64encode(content + hmac.digest(key, content, "sha256")).decode()


def read(token: bytes, key: bytes, now: float) -> Grant | None:
    """The grant of a token, or None if this key did not make it, or if it has expired by `now`."""
    try:
        decoded = urlsafe_b64decode(token)
    except ValueError:
        return None
    if urlsafe_b64encode(decoded) != token:
        return None
    content, signature = decoded[:-_SIGNATURE_BYTES], decoded[-_SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, hmac.digest(key, content, "sha256")):
        return None
    grant = Grant(**json.loads(content))
    return grant if grant.expires_at > now else None


def secret_key(access_key: str, key: bytes) -> str:
    """The secret key of a temporary access key. It is not stored, but derived from the service's key."""
    return hmac.digest(key, f"secret key of {access_key}".encode(), "sha256").hex()[:40]
