"""A gateway may send the service another Host than it received, as nginx does by default.

The service then refuses a correct signature that covers the original Host.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from dws_contract.steps.asking import Run
from dws_contract.traffic.credentials import Signature, Tamper
from dws_contract.traffic.messages import Exchange

CHANGED = "signatures that cover `host` are refused and others are not, as if a gateway sent the service another Host"
_GATEWAYS = ("nginx", "openresty", "tengine", "apache")
"""The header Server begins with one of these if such a gateway answers or forwards an answer."""


def refused_for_host(run: Run, signature: Signature) -> Exchange | None:
    """Return the refusal of a signature, if it is refused only because it covers `host`, else None.

    The test creates nothing.
    """
    bad = run.requests.create(name="a")
    refused = run.waiting.send(replace(bad, credentials=signature))
    if refused.status != HTTPStatus.UNAUTHORIZED:
        return None
    without = replace(bad, credentials=replace(signature, tamper=Tamper(omit=("host",))))
    return refused if run.waiting.send(without).status == HTTPStatus.BAD_REQUEST else None


def is_behind_gateway(exchange: Exchange) -> bool:
    """Whether an answer says that it came through a gateway."""
    server = "" if exchange.answer is None else exchange.answer.headers.get("Server", "")
    return server.lower().startswith(_GATEWAYS)
