"""Shows a request and its answer as text, for people and without secrets."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dws_contract.traffic.credentials import Given, NoCredentials, Signature, Token
from dws_contract.traffic.curl import over_one_connection
from dws_contract.traffic.messages import Exchange, Request
from dws_contract.traffic.secrets import Secrets
from dws_contract.traffic.story import Story
from dws_contract.traffic.target import Target
from dws_contract.verdicts.findings import Deviation

_LONGEST = 700
_SHOWN_HEADERS = ("content-type", "allow", "location", "x-request-id")


class Presenter:
    """Makes deviations from exchanges. prefix: the part of the target's address that precedes the contract's paths."""

    def __init__(self, target: Target, secrets: Secrets, story: Story) -> None:
        self._target = target
        self._secrets = secrets
        self._story = story
        self.prefix = target.prefix

    def deviation(
        self,
        clause: str,
        sentence: str,
        exchange: Exchange,
        at_once: Sequence[Exchange] = (),
        before: Exchange | None = None,
    ) -> Deviation:
        """Return the deviation with its request, its answer and shell lines, without secrets.

        at_once: all exchanges, if they were simultaneous; before: one that must come first, on the same connection.
        """
        request = _request(exchange.request, self._target.url(exchange.request.path))
        lines = self._story.told_at_once(at_once) if at_once else self._story.told(clause, exchange)
        if before is not None:
            lines = over_one_connection([self._story.told(clause, before), lines])
        texts = (sentence, request, self._answer(exchange), lines)
        return Deviation(clause, *(printable(self._secrets.redact(text)) for text in texts))

    def whole(self, exchange: Exchange) -> str:
        """Return an answer with all its headers, without secrets."""
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
            return [f"X-Auth-Token: {shell.replace(':?', '') or value}"]
        case Given(values):
            return [f"{name}: {value}" for name, value in values]
        case Signature(tamper=tamper):
            changes = tamper.changes()
            how = f", except for {json.dumps(changes)}" if changes else ""
            return [f"Authorization: SDK-HMAC-SHA256 (signed as the contract says{how})"]
        case other:
            return [f"({other.label})"]


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} … ({len(text)} characters) … {text[-half:]}"


def printable(text: str) -> str:
    """Write characters that a report cannot show (control characters, lone surrogates, noncharacters) as escapes."""
    return "".join(char if char in "\n\t" or char.isprintable() else ascii(char)[1:-1] for char in text)
