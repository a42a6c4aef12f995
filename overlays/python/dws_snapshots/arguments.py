"""Checks of the arguments that the contract says nothing about. A secret is never shown."""

import re
from math import inf

import httpx

from .errors import InvalidRequest

VISIBLE = re.compile(r"[!-~]+")
MAX_PORT = 65535
LABEL = re.compile(r"[\w:-]{1,63}", re.ASCII)


class Hidden:
    """Stands for a value that is a secret."""

    def __repr__(self) -> str:
        return "a value that is not shown"


def text(field: str, value: object) -> str:
    """Return the value, a string with something in it. Raises InvalidRequest."""
    if not isinstance(value, str) or not value:
        raise InvalidRequest(field, "must be a string that is not empty", value)
    return value


def one_of(**given: object) -> dict[str, str]:
    """Return the one text that is given, as IAM calls it: `id` or `name`. Raises InvalidRequest for none or several."""
    found = {field: value for field, value in given.items() if value is not None}
    if len(found) != 1:
        first, *others = given
        raise InvalidRequest(first, f"or {' or '.join(others)} must be given, one of them", given[first])
    ((field, value),) = found.items()
    return {"id" if field.endswith("_id") else "name": text(field, value)}


def secret(field: str, value: object) -> str:
    """Like `text`, but the value is never shown."""
    if not isinstance(value, str) or not value:
        raise InvalidRequest(field, "must be a string that is not empty", Hidden())
    return value


def header_value(field: str, value: object) -> str:
    """Return the value, which a header can hold: visible ASCII. Raises InvalidRequest, which does not show it."""
    if not VISIBLE.fullmatch(secret(field, value)):
        raise InvalidRequest(field, "must be visible ASCII characters, without spaces or line feeds", Hidden())
    return str(value)


def seconds(field: str, value: object, otherwise: str = "", *, zero: bool = False) -> float:
    """Return a time limit: a finite number above 0. zero: so is 0; otherwise: what else the field may be.

    Raises InvalidRequest.
    """
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value < inf or not (value or zero):
        raise InvalidRequest(field, f"must be a finite number of seconds{'' if zero else ' above 0'}{otherwise}", value)
    return value


def http_url(field: str, value: object) -> str:
    """Return an address without its trailing slash. Raises InvalidRequest; user information is never shown."""
    try:
        url = httpx.URL(text(field, value))
    except httpx.InvalidURL as error:
        raise InvalidRequest(field, f"must be an address: {error}", value) from None
    if url.userinfo:
        raise InvalidRequest(field, "must not hold a user name or a password", url.host)
    named = all(map(LABEL.fullmatch, url.raw_host.decode().removesuffix(".").split(".")))  # else getaddrinfo fails
    if url.scheme not in ("http", "https") or not named or url.query or url.fragment:
        raise InvalidRequest(field, "must be http:// or https:// and a host, with neither query nor fragment", value)
    if url.port is not None and url.port > MAX_PORT:  # else asyncio raises an error of its own
        raise InvalidRequest(field, f"must have a port of at most {MAX_PORT}", value)
    return str(url).rstrip("/")
