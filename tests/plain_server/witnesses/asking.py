"""Requests that are described first and sent later, over a connection of their own."""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import EllipsisType

from dws_snapshots.signing import (
    ALGORITHM,
    Signable,
    canonical_request,
    sdk_date,
    signature,
    signed_headers,
    string_to_sign,
)

from ..server import Account

ACCOUNT = Account()
PATH = f"/v1.0/{ACCOUNT.project_id}/snapshots"
FOREIGN = f"/v1.0/{'f' * 32}/snapshots"
UNKNOWN_CLUSTER = "00112233-4455-4677-8899-aabbccddeeff"
UNKNOWN_SNAPSHOT = "00112233-4455-4677-8899-aabbccddee00"
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Signing:
    """How a request is signed. Values that are not empty are signed in place of those that are sent.

    ahead: seconds between now and the time of signing; without: a header that is left out; payload: signed in the place
    of the body's hash; edit: pattern and replacement, applied to the finished Authorization header.
    """

    access_key: str = ACCOUNT.access_key
    secret_key: str = field(default=ACCOUNT.secret_key, repr=False)
    ahead: int = 0
    method: str = ""
    target: str = ""
    host: str = ""
    body: bytes | None = None
    without: str = ""
    payload: str = ""
    edit: tuple[str, str] = ("$", "")


@dataclass(frozen=True, slots=True)
class Ask:
    """A request. With `signing` its credentials are a signature, otherwise the headers hold them.

    after: a request that is sent before it on the same connection.
    """

    body: bytes = b""
    method: str = "POST"
    target: str = PATH
    headers: Mapping[str, str] = field(
        default_factory=lambda: {"Content-Type": "application/json", "X-Auth-Token": ACCOUNT.token}
    )
    signing: Signing | None = None
    after: "Ask | None" = None

    def at(self, target: str) -> "Ask":
        """Return the request for another path."""
        return replace(self, target=target)

    def by(self, method: str) -> "Ask":
        """Return the request with another method."""
        return replace(self, method=method)

    def replacing(self, old: bytes, new: bytes) -> "Ask":
        """Return the request with bytes of its body replaced."""
        return replace(self, body=self.body.replace(old, new))

    def having(self, **headers: str | None) -> "Ask":
        """Return the request with other headers, with `_` for `-`; None leaves one out."""
        given = {name.replace("_", "-").title(): value for name, value in headers.items()}
        merged = {**self.headers, **given}
        return replace(self, headers={name: value for name, value in merged.items() if value is not None})

    def signed(self, signing: Signing | None = None) -> "Ask":
        """Return the request with a signature in place of the token."""
        return replace(self.having(X_Auth_Token=None), signing=signing or Signing())

    def encoded(self, host: str, now: datetime) -> bytes:
        """Return the request as it goes to this host at this time."""
        headers = {"Host": host, **self.headers, "Content-Length": str(len(self.body))}
        if self.signing:
            headers |= self._signature(self.signing, headers, now)
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"{self.method} {self.target} HTTP/1.1\r\n{head}\r\n".encode() + self.body

    def _signature(self, signing: Signing, sent: Mapping[str, str], now: datetime) -> dict[str, str]:
        date = sdk_date(now + timedelta(seconds=signing.ahead))
        headers = {**sent, "X-Sdk-Date": date} | ({"Host": signing.host} if signing.host else {})
        covered = signed_headers({k: v for k, v in headers.items() if k not in ("Content-Length", signing.without)})
        body = self.body if signing.body is None else signing.body
        signable = Signable(signing.method or self.method, signing.target or self.target, covered, body)
        canonical = canonical_request(signable)
        if signing.payload:
            canonical = canonical.rpartition("\n")[0] + f"\n{signing.payload}"
        made = signature(signing.secret_key, string_to_sign(date, canonical))
        names = ";".join(covered)
        authorization = f"{ALGORITHM} Access={signing.access_key}, SignedHeaders={names}, Signature={made}"
        return {"X-Sdk-Date": date, "Authorization": re.sub(*signing.edit, authorization, count=1)}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; status NO_ANSWER if the connection was closed before one was complete."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> object:
        """The body's value, None if it is not JSON."""
        try:
            return json.loads(self.body.decode())
        except ValueError:
            return None

    def find(self, *path: str | int) -> object:
        """Return the value that these members lead to, None if there is none."""
        value = self.json
        for step in path:
            match value:
                case dict():
                    value = value.get(step)
                case _:
                    return None
        return value


async def send(ask: Ask, authority: str, now: datetime) -> Reply:
    """Send a request, signed at this time if it is signed, and return its answer."""
    host, _, port = authority.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        if ask.after is not None:
            writer.write(ask.after.encoded(authority, now))
            await _reply(ask.after, reader)
        writer.write(ask.encoded(authority, now))
        return await _reply(ask, reader)
    except (asyncio.IncompleteReadError, ConnectionError):
        return Reply(NO_ANSWER)
    finally:
        writer.close()


async def _reply(ask: Ask, reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    status_line, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = 0 if ask.method == "HEAD" else int(headers["content-length"])
    return Reply(int(status_line.split()[1]), headers, await reader.readexactly(length))


def snapshot(**members: object) -> dict[str, object]:
    """Return a body: the source's example but for the members given; `...` leaves one out."""
    whole = {"name": "snapshot-3", "cluster_id": ACCOUNT.cluster_id, **members}
    return {"snapshot": {name: value for name, value in whole.items() if not isinstance(value, EllipsisType)}}


def create(**members: object) -> Ask:
    """Return a create with these members."""
    return sends(snapshot(**members))


def sends(body: object) -> Ask:
    """Return a create with this body: bytes and text as they are, anything else as JSON."""
    if isinstance(body, bytes):
        return Ask(body)
    return Ask((body if isinstance(body, str) else json.dumps(body)).encode())


CREATE = create()
ANONYMOUS = CREATE.having(X_Auth_Token=None)
