"""Media types, JSON and UTF-8: what is a body at all."""

from __future__ import annotations

import json
from dataclasses import replace

from dws_contract.document import JSON
from dws_contract.examiner import Examiner


def ask(examiner: Examiner) -> None:
    """Ask about bodies as such."""
    _media_types(examiner)
    _not_json(examiner)
    _not_utf8(examiner)
    headers = (("X-Unknown-To-The-Contract", "1"), ("Accept", "application/xml"), ("Prefer", "return=minimal"))
    request = replace(examiner.create(), headers=headers)
    what = f"a create with {', '.join(name for name, _ in headers)}"
    examiner.accept("headers-unknown", what, request, "the contract does not name these headers")


def _media_types(examiner: Examiner) -> None:
    for media_type in (
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "text/json",
        "application/jsonx",
        "application/json-seq",
        "application/vnd.api+json",
        "json",
        "text/plain; type=application/json",
    ):
        request = replace(examiner.create(), media_type=media_type)
        examiner.refuse("media-type-wrong", f"a body of {media_type}", request, f"the contract says {JSON}")
    for media_type in (f"{JSON}; charset=utf-8", f'{JSON};charset="UTF-8"', "Application/JSON"):
        request = replace(examiner.create(), media_type=media_type)
        examiner.accept("media-type-forms", f"a body of {media_type}", request, "this is application/json in UTF-8")


def _not_json(examiner: Examiner) -> None:
    rule = "the contract says that a body is mandatory"
    examiner.refuse("body-required", "a create without a body", examiner.post(None), rule)
    examiner.refuse("body-required", "a create with a body of no bytes", examiner.post(b""), rule)
    good = _text(examiner)
    for what, text in (
        ("a body of white space", " \r\n"),
        ("a body cut short", good[:-1]),
        ("a body that is a bare word", "snapshot"),
        ("a form as a body", "snapshot[name]=x&snapshot[cluster_id]=y"),
        ("a body with a second object after the first", _text(examiner) + "{}"),
        ("a body with text after the object", _text(examiner) + " x"),
        ("a body with a trailing comma", _text(examiner)[:-1] + ",}"),
        ("a body with a trailing comma in an object", _text(examiner).replace("}}", ",}}")),
        ("a body in single quotes", _text(examiner).replace('"', "'")),
        ("a body with unquoted member names", _text(examiner).replace('"snapshot"', "snapshot")),
        ("a body with a comment", "/* x */" + _text(examiner)),
        ("a body with a comment at the end", _text(examiner) + "// x"),
        ("a body with NaN", _text(examiner)[:-1] + ', "x": NaN}'),
        ("a body with Infinity", _text(examiner)[:-1] + ', "x": -Infinity}'),
        ("a body with True", _text(examiner)[:-1] + ', "x": True}'),
        ("a body with a number 01", _text(examiner)[:-1] + ', "x": 01}'),
        ("a body with a hexadecimal number", _text(examiner)[:-1] + ', "x": 0x1}'),
        ("a body with an unknown escape", _text(examiner, description="a").replace('"a"', '"\\x61"')),
        ("a body with a line feed inside a string", _text(examiner, description="a").replace('"a"', '"a\nb"')),
    ):
        examiner.refuse("body-json", what, examiner.post(text.encode()), "the contract says one JSON object")


def _not_utf8(examiner: Examiner) -> None:
    text = _text(examiner, description="?").encode()
    for what, body in (
        ("a body with the byte ff", text.replace(b"?", b"\xff")),
        ("a body with é in Latin-1", text.replace(b"?", b"caf\xe9 au lait")),
        ("a body with a character cut short", text.replace(b"?", b"\xe2\x82")),
        ("a body with an overlong encoding", text.replace(b"?", b"\xc0\xaf")),
        ("a body with an encoded surrogate", text.replace(b"?", b"\xed\xa0\x80")),
        ("a body with a code point beyond the last", text.replace(b"?", b"\xf4\x90\x80\x80")),
        ("a body with the byte 80 between members", text.replace(b"{", b"{\x80", 1)),
        ("a body in UTF-16", _text(examiner).encode("utf-16")),
        ("a body in UTF-16 without a mark", _text(examiner).encode("utf-16-le")),
        ("a body in UTF-32", _text(examiner).encode("utf-32-be")),
    ):
        examiner.refuse("body-utf8", what, examiner.post(body), "the contract says UTF-8")


def _text(examiner: Examiner, **members: object) -> str:
    """Return a good body, in which no name was used before: were it accepted, the name would be taken."""
    return json.dumps({"snapshot": examiner.snapshot(**members)})
