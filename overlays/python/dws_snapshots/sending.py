"""What an operation becomes for an httpx client: an address at an endpoint, and time-outs."""

from functools import lru_cache
from typing import Any

import httpx

from .operations import Operation


@lru_cache(maxsize=64)
def parsed(url: str) -> httpx.URL:
    """Return the address, parsed once: parsing takes a tenth of a call."""
    return httpx.URL(url)


def at(endpoint: str, operation: Operation[Any], timeout: httpx.Timeout) -> dict[str, Any]:
    """Return the arguments of `build_request`, with the address of this endpoint."""
    return {**operation.request, "url": parsed(endpoint + operation.request["url"]), "timeout": timeout}


def within(timeout: httpx.Timeout, longest: float) -> httpx.Timeout:
    """Return the time-outs, none above the longest, in seconds."""
    steps = timeout.as_dict().items()
    return httpx.Timeout(**{step: longest if value is None else min(value, longest) for step, value in steps})
