"""Media types, JSON and UTF-8 of bodies."""

from __future__ import annotations

import json
from dataclasses import replace

from dws_contract.document import JSON
from dws_contract.steps.asking import Run


def ask(run: Run) -> None:
    """Test bodies, whatever their members."""
    _media_types(run)
    _not_json(run)
    _not_utf8(run)
    headers = (("X-Unknown-To-The-Contract", "1"), ("Accept", "application/xml"), ("Prefer", "return=minimal"))
    request = replace(run.requests.create(), headers=headers)
    what = f"a create with {', '.join(name for name, _ in headers)}"
    run.accept("headers-unknown", what, request, "the contract does not name these headers")


def _media_types(run: Run) -> None:
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
        request = replace(run.requests.create(), media_type=media_type)
        run.refuse("media-type-wrong", f"a body of {media_type}", request, f"the contract requires {JSON}")
    for media_type in (f"{JSON}; charset=utf-8", f'{JSON};charset="UTF-8"', "Application/JSON"):
        request = replace(run.requests.create(), media_type=media_type)
        run.accept("media-type-forms", f"a body of {media_type}", request, "this is application/json in UTF-8")


def _not_json(run: Run) -> None:
    rule = "the contract requires a body"
    run.refuse("body-required", "a create without a body", run.requests.post(None), rule)
    run.refuse("body-required", "a create with an empty body", run.requests.post(b""), rule)
    good = _text(run)
    for what, text in (
        ("a body of white space", " \r\n"),
        ("a body cut short", good[:-1]),
        ("a body that is a bare word", "snapshot"),
        ("a form as a body", "snapshot[name]=x&snapshot[cluster_id]=y"),
        ("a body with a second object after the first", _text(run) + "{}"),
        ("a body with text after the object", _text(run) + " x"),
        ("a body with a trailing comma", _text(run)[:-1] + ",}"),
        ("a body with a trailing comma in an object", _text(run).replace("}}", ",}}")),
        ("a body in single quotes", _text(run).replace('"', "'")),
        ("a body with unquoted member names", _text(run).replace('"snapshot"', "snapshot")),
        ("a body with a comment", "/* x */" + _text(run)),
        ("a body with a comment at the end", _text(run) + "// x"),
        ("a body with NaN", _text(run)[:-1] + ', "x": NaN}'),
        ("a body with Infinity", _text(run)[:-1] + ', "x": -Infinity}'),
        ("a body with True", _text(run)[:-1] + ', "x": True}'),
        ("a body with a number 01", _text(run)[:-1] + ', "x": 01}'),
        ("a body with a hexadecimal number", _text(run)[:-1] + ', "x": 0x1}'),
        ("a body with an unknown escape", _text(run, description="a").replace('"a"', '"\\x61"')),
        ("a body with a line feed inside a string", _text(run, description="a").replace('"a"', '"a\nb"')),
    ):
        run.refuse("body-json", what, run.requests.post(text.encode()), "the contract requires one JSON object")


def _not_utf8(run: Run) -> None:
    text = _text(run, description="?").encode()
    for what, body in (
        ("a body with the byte ff", text.replace(b"?", b"\xff")),
        ("a body with é in Latin-1", text.replace(b"?", b"caf\xe9 au lait")),
        ("a body with a character cut short", text.replace(b"?", b"\xe2\x82")),
        ("a body with an overlong encoding", text.replace(b"?", b"\xc0\xaf")),
        ("a body with an encoded surrogate", text.replace(b"?", b"\xed\xa0\x80")),
        ("a body with a code point beyond the last", text.replace(b"?", b"\xf4\x90\x80\x80")),
        ("a body with the byte 80 between members", text.replace(b"{", b"{\x80", 1)),
        ("a body in UTF-16", _text(run).encode("utf-16")),
        ("a body in UTF-16 without a mark", _text(run).encode("utf-16-le")),
        ("a body in UTF-32", _text(run).encode("utf-32-be")),
    ):
        run.refuse("body-utf8", what, run.requests.post(body), "the contract requires UTF-8")


def _text(run: Run, **members: object) -> str:
    """Return a correct body with a new name. If the service accepts it, its name is taken."""
    return json.dumps({"snapshot": run.requests.snapshot(**members)})
