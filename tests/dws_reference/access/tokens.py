"""Tokens that carry what they say: every worker and replica with the same key can check them, also after a restart."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import asdict, dataclass

_SIGNATURE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token allows: one project, from `issued_at` until `expires_at` (seconds since the epoch)."""

    project_id: str
    issued_at: float
    expires_at: float
    nonce: str


def issue(grant: Grant, key: bytes) -> str:
    """The token for a grant: its JSON and a signature with the service's key, in Base64.

    The JSON comes first: a token begins with `ey`, never with the hyphen that makes an argument an option.
    """
    content = json.dumps(asdict(grant)).encode()
    return urlsafe_b64encode(content + hmac.digest(key, content, "sha256")).decode()


def read(token: bytes, key: bytes, now: float) -> Grant | None:
    """The grant of a token, or None where this key did not make it or it has expired by `now`."""
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
