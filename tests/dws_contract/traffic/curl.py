"""Shell lines that repeat a request. They take credentials from variables."""

from __future__ import annotations

import base64
import json
import re
import shlex
import sys
import zlib
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias
from urllib.request import getproxies

import httpx

from dws_contract.options import Options, is_loopback
from dws_contract.traffic.credentials import Signature, Token
from dws_contract.traffic.messages import Request

_LONG = 1500
_PYTHON = shlex.quote(sys.executable)
_LENGTH_IS_TOLD = ("POST", "PUT", "PATCH")
"""The methods with which the suite sends a length even if there is no body."""
HEAD = ("-i",)
_CURL = "curl "
Words: TypeAlias = Mapping[str, str]
"""Shell expressions, by the parts of a text that they replace."""


def curl_line(request: Request, url: str, options: Sequence[str] = HEAD, words: Words = MappingProxyType({})) -> str:
    """Return a line that repeats the request with curl. It sends nothing if a credential is missing.

    The token comes from a variable. A signature is made by `python -m dws_contract.sign`, with the Python that runs the
    suite, from `$HUAWEICLOUD_SDK_AK` and `$HUAWEICLOUD_SDK_SK`. options: options of curl; words: shell expressions for
    parts of the address and the body.
    """
    where = _quoted(url, words)
    literal = ["--globoff"] if set(url) & set("[]{}") else []
    command = [_CURL.strip(), "-sS", *options, *literal, "--compressed", "-X", shlex.quote(request.method), where]
    for name, value in request.plain_headers().items():
        command += ["-H", shlex.quote(f"{name}: {value}" if value else f"{name};")]
    if request.media_type is None:
        command += ["-H", "Content-Type:"]
    body = b"" if request.body is None and request.method in _LENGTH_IS_TOLD else request.body
    if isinstance(request.credentials, Signature):
        signer = [_PYTHON, "-m", "dws_contract.sign", shlex.quote(request.method), where]
        signer += _tampering(request.credentials, words)
        content = _quoted(body.decode(), words) if body and is_simple(body) else ""
        return _signed(request, signer, [*command, "-H", "@-"], body, content)
    for header in _credential_headers(request):
        command += ["-H", header]
    if body is None:
        return " ".join(command)
    if is_simple(body):
        return " ".join([*command, "--data-raw", _quoted(body.decode(), words)])
    return f"{_writer(body)} | {' '.join([*command, '--data-binary', '@-'])}"


def options_of(options: Options) -> tuple[str, ...]:
    """Return the options of curl that every line for a target needs. Values of headers come from variables."""
    found: list[str] = []
    for name, _ in options.headers:
        variable = re.sub(r"\W", "_", name.upper(), flags=re.ASCII)
        found += ["-H", shlex.quote(f"{name}: ") + f'"${{HEADER_{variable}:?}}"']
    for option, file in (("--cacert", options.cacert), ("--cert", options.cert), ("--key", options.key)):
        found += [option, shlex.quote(str(file))] if file is not None else []
    url = httpx.URL(options.url)
    if url.scheme == "https":
        found.append("--http1.1")
    elif is_loopback(url.host) and getproxies():
        found += ["--noproxy", "'*'"]
    return tuple(found)


def at_once(lines: Sequence[str]) -> str:
    """Return shell lines that run the given lines at the same time."""
    if len(set(lines)) == 1:
        return f"for each in $(seq {len(lines)}); do {lines[0]} & done; wait"
    return "\n".join([*(f"{line} &" for line in lines), "wait"])


def over_one_connection(lines: Sequence[str]) -> str:
    """Return shell lines that send the requests of the given lines one after another on the same connection."""
    if all(line.startswith(_CURL) for line in lines):
        return f"{_CURL}{' --next '.join(line.removeprefix(_CURL) for line in lines)}"
    return "\n".join(["# Send both on one connection: with curl, join them with --next.", *lines])


def _quoted(text: str, words: Words) -> str:
    """Return a text as one shell word, in which `words` replace some parts."""
    if not words:
        return shlex.quote(text)
    parts = re.split(f"({'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})", text)
    return "".join(words.get(part) or shlex.quote(part) for part in parts if part) or "''"


def _credential_headers(request: Request) -> list[str]:
    credentials = request.credentials
    if isinstance(credentials, Token) and credentials.shell:
        return [f'"X-Auth-Token: {credentials.shell}"']
    headers = credentials.headers(request, "")
    return [shlex.quote(f"{name}: {value}" if value.strip() else f"{name};") for name, value in headers.items()]


def _tampering(credentials: Signature, words: Words) -> list[str]:
    tamper = credentials.tamper.changes()
    if credentials.clock:
        tamper["shift"] = credentials.tamper.shift + round(credentials.clock)
    return ["--tamper", _quoted(json.dumps(tamper), words)] if tamper else []


def _signed(request: Request, signer: list[str], command: list[str], body: bytes | None, content: str) -> str:
    """Return a line that signs and sends. content: the quoted body, if it fits into the line, else empty."""
    for name, value in request.plain_headers().items():
        signer += ["-H", shlex.quote(f"{name}: {value}")]
    before = ""
    if content:
        before = f"body={content}; "
        signer.append('--body="$body"')
        command.append('--data-raw "$body"')
    elif body:
        before = f'body=$(mktemp) && {_writer(body)} > "$body" && '
        signer.append('--body-file="$body"')
        command.append('--data-binary @"$body"')
    elif body is not None:
        command.append("--data-raw ''")
    return f'{before}signed=$({" ".join(signer)}) && printf "%s\\n" "$signed" | {" ".join(command)}'


def is_simple(body: bytes) -> bool:
    """Whether a body is short and printable, so that it fits into a line as it is."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    return len(body) <= _LONG and all(char.isprintable() or char in "\n\t" for char in text)


def _writer(body: bytes) -> str:
    """Return a command that writes the body, whatever its bytes. A long body is compressed in it."""
    script = f"import sys; sys.stdout.buffer.write({body!r})"
    if len(body) > _LONG:
        packed = base64.b64encode(zlib.compress(body)).decode()
        script = f"import base64, sys, zlib; sys.stdout.buffer.write(zlib.decompress(base64.b64decode('{packed}')))"
    if len(body) > _LONG and len(set(body)) == 1:
        script = f"import sys; sys.stdout.buffer.write({body[:1]!r} * {len(body)})"
    return f"{_PYTHON} -c {shlex.quote(script)}"
