"""Puts a request and its answer into text that a person can read and that holds no secret."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence

from dws_contract.traffic.credentials import Given, NoCredentials, Signature, Token
from dws_contract.traffic.curl import curl_line
from dws_contract.traffic.messages import Exchange, Request
from dws_contract.traffic.secrets import Secrets
from dws_contract.traffic.target import Target
from dws_contract.verdicts.findings import Deviation

_LONGEST = 700
_SHOWN_HEADERS = ("content-type", "allow", "location", "x-request-id")


class Presenter:
    """Makes deviations out of exchanges.

    headers: the names of those that every request has beside its own; prefix: what comes before the contract's paths in
    those of requests; story: lines for a shell that lead to what is
    presented.
    """

    def __init__(self, target: Target, secrets: Secrets, headers: Sequence[str] = ()) -> None:
        self._target = target
        self._headers = headers
        self._secrets = secrets
        self.prefix = target.prefix
        self.story: tuple[str, ...] = ()

    def deviation(self, clause: str, sentence: str, exchange: Exchange) -> Deviation:
        """Return the deviation with its request, its answer and a curl line, all redacted."""
        url = self._target.url(exchange.request.path)
        request, line = _request(exchange.request, url), curl_line(exchange.request, url)
        for name in self._headers:
            line = line.replace("curl -sS -i ", f"curl -sS -i -H {shlex.quote(f'{name}: …')} ")
        if exchange.accepted and exchange.request.body and not clause.startswith("name-unique"):
            line = f"# The name may be taken now: change a letter of it first.\n{line}"
        if self.story:
            before = "\n".join(self.story)
            line = f"# First, with new names, and each ID as it is answered:\n{before}\n# And then:\n{line}"
        texts = (sentence, request, self._answer(exchange), line)
        return Deviation(clause, *(printable(self._secrets.redact(text)) for text in texts))

    def whole(self, exchange: Exchange) -> str:
        """Return an answer with all its headers, redacted."""
        return printable(self._secrets.redact(self._answer(exchange, all_headers=True)))

    def _answer(self, exchange: Exchange, *, all_headers: bool = False) -> str:
        answer = exchange.answer
        if answer is None:
            return f"({exchange.failure})"
        lines = [f"{answer.http_version} {answer.status_code} {answer.reason_phrase}".strip()]
        shown = answer.headers if all_headers else [name for name in _SHOWN_HEADERS if name in answer.headers]
        lines += [f"{name}: {answer.headers[name]}" for name in shown]
        body = self._secrets.redact(answer.content.decode("utf-8", "backslashreplace"))
        return "\n".join([*lines, "", _shortened(body)]).strip()


def _request(request: Request, url: str) -> str:
    lines = [f"{request.method} {url}"]
    lines += [f"{name}: {value}" for name, value in request.plain_headers().items()]
    lines += _credentials(request)
    return "\n".join([*lines, "", _shortened((request.body or b"").decode("utf-8", "backslashreplace"))]).strip()


def _credentials(request: Request) -> list[str]:
    match request.credentials:
        case NoCredentials():
            return []
        case Token(value, shell):
            return [f"X-Auth-Token: {shell or value}"]
        case Given(values):
            return [f"{name}: {value}" for name, value in values]
        case Signature(tamper=tamper):
            changes = tamper.changes()
            how = f" but for {json.dumps(changes)}" if changes else ""
            return [f"Authorization: SDK-HMAC-SHA256 (signed as the contract says{how})"]
        case other:
            return [f"({other.label})"]


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} … ({len(text)} characters) … {text[-half:]}"


def printable(text: str) -> str:
    """Write what no report can hold (control characters, lone surrogates, noncharacters) as an escape."""
    return "".join(char if char in "\n\t" or char.isprintable() else ascii(char)[1:-1] for char in text)
