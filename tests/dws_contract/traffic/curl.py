"""A line for a shell that repeats a request. Credentials stay in variables."""

from __future__ import annotations

import base64
import json
import shlex
import zlib

from dws_contract.traffic.credentials import Signature, Token
from dws_contract.traffic.messages import Request

_LONG = 1500


def curl_line(request: Request, url: str) -> str:
    """Return a line that repeats the request with curl.

    The token is `$DWS_TOKEN`; a signature is made by `python3 -m dws_contract.sign` from `$HUAWEICLOUD_SDK_AK` and
    `$HUAWEICLOUD_SDK_SK`.
    """
    command = ["curl", "-sS", "-i", "-X", request.method, shlex.quote(url)]
    for name, value in request.plain_headers().items():
        command += ["-H", shlex.quote(f"{name}: {value}" if value else f"{name};")]
    if request.media_type is None:
        command += ["-H", "Content-Type:"]
    if isinstance(request.credentials, Signature):
        return _signed(request, request.credentials, url, command)
    for header in _credential_headers(request):
        command += ["-H", header]
    if request.body is None:
        return " ".join(command)
    if _is_simple(request.body):
        return " ".join([*command, "--data-raw", shlex.quote(request.body.decode())])
    return f"{_writer(request.body)} | {' '.join([*command, '--data-binary', '@-'])}"


def _credential_headers(request: Request) -> list[str]:
    credentials = request.credentials
    if isinstance(credentials, Token) and credentials.shell:
        return [f'"X-Auth-Token: {credentials.shell}"']
    headers = credentials.headers(request, "")
    return [shlex.quote(f"{name}: {value}" if value.strip() else f"{name};") for name, value in headers.items()]


def _signed(request: Request, credentials: Signature, url: str, command: list[str]) -> str:
    signer = ["python3", "-m", "dws_contract.sign", request.method, shlex.quote(url)]
    for name, value in request.plain_headers().items():
        signer += ["-H", shlex.quote(f"{name}: {value}")]
    tamper = credentials.tamper.changes()
    if credentials.clock:
        tamper["shift"] = credentials.tamper.shift + round(credentials.clock)
    if tamper:
        signer += ["--tamper", shlex.quote(json.dumps(tamper))]
    command = [*command, "-H", "@-"]
    if request.body is None:
        return f"{' '.join(signer)} | {' '.join(command)}"
    if _is_simple(request.body):
        body = shlex.quote(request.body.decode())
        return f"{' '.join(signer)} --body {body} | {' '.join(command)} --data-raw {body}"
    file = "body=$(mktemp) && " + f'{_writer(request.body)} > "$body" && '
    return f'{file}{" ".join(signer)} --body-file "$body" | {" ".join(command)} --data-binary @"$body"'


def _is_simple(body: bytes) -> bool:
    """Whether a body can stand in a line as it is."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return False
    return len(body) <= _LONG and all(char.isprintable() or char in "\n\t" for char in text)


def _writer(body: bytes) -> str:
    """Return a command that writes the body, whatever its bytes; a long one is written in short."""
    script = f"import sys; sys.stdout.buffer.write({body!r})"
    if len(body) > _LONG:
        packed = base64.b64encode(zlib.compress(body)).decode()
        script = f"import base64, sys, zlib; sys.stdout.buffer.write(zlib.decompress(base64.b64decode('{packed}')))"
    if len(body) > _LONG and len(set(body)) == 1:
        script = f"import sys; sys.stdout.buffer.write({body[:1]!r} * {len(body)})"
    return f"python3 -c {shlex.quote(script)}"
