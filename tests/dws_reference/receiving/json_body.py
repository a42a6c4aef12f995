"""From a body's bytes to a JSON value: media type, encoding, RFC 8259, and no name twice in an object."""

from __future__ import annotations

import json
from collections import Counter
from functools import lru_cache
from typing import Any, NoReturn

from dws_reference.problems import bad_request, shown
from dws_reference.receiving.body import LIMIT
from dws_reference.receiving.http import Request

MOST_DIGITS = 4000

MOST_VALUES = 100_000
"""Commas and brackets that a body may hold: reading more would keep everybody else waiting for seconds."""


async def read_json(request: Request, limit: int = LIMIT) -> Any:
    """The JSON value of a request's body of `limit` bytes at most.

    Raises Problem (400) if the media type is not application/json in UTF-8, or if the body is encoded, too long, empty,
    not in UTF-8 or not JSON, or holds a name twice in one object, a lone surrogate (decisions 1 and 4), or too many
    values. The code for a repeated name is DWS.5039, "duplicate parameter".
    """
    _check_media_type(request)
    content = await request.body.content(limit)
    if not content:
        raise bad_request("The request is empty: a JSON body is needed.", "DWS.0006")
    return parse(content)


def parse(content: bytes) -> Any:
    """The JSON value of these bytes; raises Problem (400) like `read_json`."""
    if len(content) > MOST_VALUES and sum(map(content.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise bad_request(f"The body holds too many values: at most {MOST_VALUES} commas and brackets are allowed.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise bad_request(f"The body is not UTF-8: byte {error.start} is {content[error.start]:#04x}.") from None
    try:
        value = _DECODER.decode(text)
        if "\\u" in text:
            _check_text(value)
    except json.JSONDecodeError as error:
        what = "a byte order mark" if text.startswith("\ufeff") else error.msg
        raise bad_request(f"The body is not JSON: {what} at character {error.pos}.") from None
    except RecursionError:
        raise bad_request("The body is nested too deep.") from None
    return value


def _check_media_type(request: Request) -> None:
    given = request.header(b"content-type")
    if len(given) != 1:
        raise bad_request(f"Content-Type: must be given once, as application/json, not {len(given)} times.")
    media_type = given[0].decode("latin-1")
    if not _is_json(media_type):
        raise bad_request(f"Content-Type: must be application/json in UTF-8, not {shown(media_type)}.")
    for coding in request.header(b"content-encoding"):
        if coding.lower() != b"identity":
            raise bad_request(f"Content-Encoding: none is supported, {shown(coding.decode('latin-1'))} was given.")


@lru_cache(256)
def _is_json(media_type: str) -> bool:
    """Parameters other than `charset` mean nothing to application/json."""
    kind, *parameters = media_type.lower().split(";")
    pairs = [parameter.partition("=") for parameter in parameters]
    charsets = {value.strip(' \t"') for name, _, value in pairs if name.strip() == "charset"}
    return kind.strip() == "application/json" and charsets <= {"utf-8", "utf8"}


def _check_text(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        surrogate = ord(error.object[error.start])
        raise bad_request(f"The body holds a lone surrogate, U+{surrogate:04X}, which is not text.") from None


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(members)
    if len(value) != len(members):
        twice = Counter(name for name, _ in members).most_common(1)[0][0]
        raise bad_request(f"The member {shown(twice)} was given more than once in one object.", "DWS.5039")
    return value


def _integer(digits: str) -> int:
    """An integer. Python takes no more than some thousand digits, and more would make no difference to any rule."""
    return int(digits[:MOST_DIGITS])


def _no_number(name: str) -> NoReturn:
    raise bad_request(f"The body is not JSON: {name} is not a number in JSON.")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_constant=_no_number)
