"""What a page in a browser may do here: nothing, unless its origin is allowed."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection

from dws_reference.problems import misdirected
from dws_reference.receiving.http import Answer, Request

_HOST = re.compile(r"(\[[^\]]*\]|[^:]*)(:[0-9]*)?")


class Browsers:
    """Keeps pages of other sites away, and lets those of `origins` read answers ("*": all).

    `hosts`: the names allowed in a Host header, in addition to those of this machine; None: any name. Without this
    check, a page could make its own name resolve to a loopback address, and call what listens there.
    """

    def __init__(self, origins: Collection[str], hosts: Collection[str] | None) -> None:
        self._origins = origins
        self._hosts = None if hosts is None else {host.lower() for host in hosts}

    def check_host(self, request: Request) -> None:
        """Raise Problem (421) if the request was meant for another host. Browsers always send the header."""
        for given in request.header(b"host"):
            if self._hosts is not None and not self._is_ours(given.decode("latin-1").lower()):
                raise misdirected(given.decode("latin-1"))

    def preflight(self, request: Request) -> Answer | None:
        """The answer to a page's question whether it may send a request; None for any other request."""
        asks = request.method == "OPTIONS" and request.header(b"access-control-request-method")
        if not (asks and self._allowed(request)):
            return None
        allowed = {"access-control-allow-methods": "*", "access-control-allow-headers": "*, Authorization"}
        return Answer(204, None, {**allowed, "access-control-max-age": "600"})

    def headers(self, request: Request) -> list[tuple[str, str]]:
        """The headers of every answer that let a page read it."""
        if not self._origins:
            return []
        allowed = self._allowed(request)
        told = [("vary", "Origin")]
        if allowed:
            told.append(("access-control-allow-origin", allowed))
            told.append(("access-control-expose-headers", "X-Subject-Token, X-Request-Id"))
        return told

    def _allowed(self, request: Request) -> str:
        """The origin of the page that sends a request, or "" if it is not allowed."""
        origin = next(iter(request.header(b"origin")), b"").decode("latin-1")
        return origin if origin in self._origins or "*" in self._origins else ""

    def _is_ours(self, given: str) -> bool:
        match = _HOST.fullmatch(given)
        name = match[1].strip("[]") if match else ""
        if name in (self._hosts or ()) or name == "localhost" or name.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return False
