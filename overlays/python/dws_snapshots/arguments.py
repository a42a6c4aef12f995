"""Checks of the arguments that the contract says nothing about. A secret is never shown."""

import re

import httpx

from .errors import SHOWN, InvalidRequest
from .reading.redaction import printable

# The longest wait that sockets accept, and more than anybody needs.
LONGEST_SECONDS = 10.0**9
SURROGATE = re.compile("[\ud800-\udfff]")
VISIBLE = re.compile(r"[!-~]+")
MAX_PORT = 65535
LABEL = re.compile(r"[\w:-]{1,63}", re.ASCII)


class Hidden:
    """Stands for a value that is a secret."""

    def __repr__(self) -> str:
        return "a value that is not shown"


def text(field: str, value: object) -> str:
    """Return the value if it is a string that is not empty. Raises InvalidRequest."""
    if not isinstance(value, str) or not value or SURROGATE.search(value):
        raise InvalidRequest(field, "must be a string that is not empty, without lone surrogates", value)
    return value


def one_of(**given: object) -> dict[str, str]:
    """Return the only text given, by IAM's name for it: `id` or `name`. Raises InvalidRequest for none or several."""
    found = {field: value for field, value in given.items() if value is not None}
    if len(found) != 1:
        first, *others = given
        raise InvalidRequest(first, f"or {' or '.join(others)} must be given, but not both", given[first])
    ((field, value),) = found.items()
    return {"id" if field.endswith("_id") else "name": text(field, value)}


def secret(field: str, value: object) -> str:
    """Like `text`, but the value is never shown."""
    if not isinstance(value, str) or not value or SURROGATE.search(value):
        raise InvalidRequest(field, "must be a string that is not empty, without lone surrogates", Hidden())
    return value


def trimmed_secret(field: str, value: object) -> str:
    """Like `secret`, without white space around it: that comes from copying, and would make each signature wrong."""
    if secret(field, value) != str(value).strip():
        raise InvalidRequest(field, "must not have spaces or line feeds around it", Hidden())
    return str(value)


def header_value(field: str, value: object) -> str:
    """Return the value if it is visible ASCII, as in a header. Raises InvalidRequest, which does not show it."""
    if not VISIBLE.fullmatch(secret(field, value)):
        raise InvalidRequest(field, "must be visible ASCII characters, without spaces or line feeds", Hidden())
    return str(value)


def seconds(field: str, value: object, otherwise: str = "", *, zero: bool = False) -> float:
    """Return a time limit: a number above 0. zero: whether it may be 0; otherwise: what else the field may be.

    Raises InvalidRequest.
    """
    if (
        not isinstance(value, (int, float))
        or isinstance(value, bool)
        or not 0 <= value <= LONGEST_SECONDS
        or not (value or zero)
    ):
        rule = f"must be a number of seconds{'' if zero else ' above 0'}, at most {LONGEST_SECONDS:.0f}{otherwise}"
        raise InvalidRequest(field, rule, value)
    return value


def is_time(value: float, *, zero: bool) -> bool:
    return 0 < value <= LONGEST_SECONDS or (zero and value == 0)


def http_url(field: str, value: object) -> str:
    """Return an address without its trailing slash. Raises InvalidRequest; user information is never shown."""
    given = text(field, value)
    shown = f"…{given[given.rindex('@') :]}" if "@" in given else given
    try:
        url = httpx.URL(given)
        str(url.host)  # Decodes it, which fails for some labels that begin with xn--.
    except (httpx.InvalidURL, UnicodeError) as error:
        words = "" if "@" in given else f": {printable(str(error), SHOWN)}"  # they quote the address
        raise InvalidRequest(field, f"must be an address{words}", shown) from None
    if url.userinfo:
        raise InvalidRequest(field, "must not hold a user name or a password", shown)
    if url.port is not None and url.port > MAX_PORT:
        raise InvalidRequest(field, f"must have a port of at most {MAX_PORT}", shown)
    if url.scheme not in ("http", "https") or not has_host(url) or "?" in given or "#" in given:
        raise InvalidRequest(field, "must be http:// or https:// and a host, with neither query nor fragment", shown)
    return str(url).rstrip("/")


def has_host(url: httpx.URL) -> bool:
    """Tell whether name resolution takes an address's host and port. For others it raises errors of its own."""
    labels = url.raw_host.decode().removesuffix(".").split(".")
    return all(map(LABEL.fullmatch, labels)) and (url.port or 0) <= MAX_PORT


def an_auth(value: object) -> httpx.Auth:
    """Return the value if it is a way to authenticate. Raises InvalidRequest, which shows only its type."""
    if not isinstance(value, httpx.Auth):
        rule = "must be an httpx.Auth, such as AkSkAuth, TokenAuth or PasswordAuth"
        raise InvalidRequest("auth", rule, type(value))
    return value
