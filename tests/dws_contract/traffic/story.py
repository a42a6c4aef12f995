"""Shell lines that repeat a request, and the earlier ones that it depends on, such as the create of its snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from dws_contract.operations import Operation, record_of, text_at
from dws_contract.steps.known import CREATING, KnownSnapshots, can_be_asked
from dws_contract.steps.questions import BUSY
from dws_contract.traffic.curl import HEAD, Words, at_once, curl_line, is_simple, options_of
from dws_contract.traffic.messages import Exchange, Request, json_of
from dws_contract.traffic.requests import Requests
from dws_contract.traffic.target import Target

_SNAPSHOTS = "makes snapshots"
_WHILE_ANOTHER = "one-at-a-time"
_SHORTEST = 32
"""A shorter ID might be in an address by chance."""
_TAKEN = "# If a name is already taken, change a letter of it."
_ENDS = re.compile(r"(?<=[A-Za-z])([a-z]{11}|[A-Z]{11})\Z")
_NEW_END = "$(LC_ALL=C tr -dc acdnorstw </dev/urandom | head -c 11)"
"""Random letters for the end of a name."""
_KEEP = "# The run deleted its snapshots. First repeat it with --keep, then use the ID of a snapshot that it made."


@dataclass(frozen=True)
class _Change:
    """An accepted request that changed something. made: the ID of what it made; of: the ID in its path."""

    exchange: Exchange
    record: Operation
    made: str | None
    of: str | None


@dataclass
class Story:
    """Records the changes of a run, in order, and finds those that a request depends on."""

    requests: Requests
    snapshots: KnownSnapshots
    target: Target
    _changes: list[_Change] = field(default_factory=list)

    def note(self, exchange: Exchange) -> None:
        """Remember an exchange if it was accepted and changed something."""
        record = record_of(exchange.endpoint)
        if record is not None and not record.reads and exchange.accepted:
            made, of = text_at(record.made, exchange.json), self.requests.snapshot_of(exchange.request)
            self._changes.append(_Change(exchange, record, made and made.lower(), of and of.lower()))

    def told(self, clause: str, exchange: Exchange) -> str:
        """Return the lines that repeat an exchange; its own line is the last."""
        before = self._needed(clause, exchange)
        lines, words = self._before(before, [exchange])
        if self._rests_on_what_is_gone(exchange, before):
            lines.insert(0, _KEEP)
        return "\n".join([*lines, self._line(exchange.request, words, of=exchange)])

    def told_at_once(self, exchanges: Sequence[Exchange]) -> str:
        """Return lines that repeat simultaneous exchanges."""
        needed = self._needed("", exchanges[0])
        before = [each for each in needed if not any(each.exchange is other for other in exchanges)]
        lines, words = self._before(before, exchanges)
        return "\n".join([*lines, at_once([self._line(each.request, words) for each in exchanges])])

    def _before(self, changes: Sequence[_Change], exchanges: Sequence[Exchange]) -> tuple[list[str], dict[str, str]]:
        """Return the lines that come before exchanges, and the shell expressions for names and IDs in them."""
        lines, words = _fresh_names([*(each.exchange for each in changes), *exchanges])
        for number, change in enumerate(changes, 1):
            lines += self._lines(change, f"id{number}", words)
        return lines, words

    def _lines(self, change: _Change, variable: str, words: dict[str, str]) -> Iterator[str]:
        """Yield the lines that repeat a change. words: gets the new ID, so that later lines take it from a variable."""
        request = change.exchange.request
        if change.record.effect != _SNAPSHOTS or change.made is None:
            yield self._line(request, words)
            return
        member = change.record.made[-1]
        reads = f"""sed -n 's/.*"{member}" *: *"\\([^"]*\\)".*/\\1/p'"""
        yield f"{variable}=$({self._line(request, words, ())} | {reads})"
        words |= _in_a_shell(change.made, variable)
        if self.snapshots.was_creating and not self._is_creating(change.made):
            details = self._line(self.requests.details(change.made), words, ())
            yield f"while {details} | grep -q {CREATING}; do sleep 2; done"

    def _line(self, request: Request, words: Words, head: tuple[str, ...] = HEAD, of: Exchange | None = None) -> str:
        if of is not None and of.failure:
            head = (*head, "-m", f"{self.requests.options.timeout:g}")
        return curl_line(request, self.target.url(request.path), (*head, *options_of(self.requests.options)), words)

    def _needed(self, clause: str, exchange: Exchange) -> list[_Change]:
        """Return the changes that an exchange depends on, because of an ID or a name in it, in order."""
        at = [number for number, each in enumerate(self._changes) if each.exchange is exchange]
        changes = self._changes[: at[0]] if at else self._changes
        path, name = exchange.request.path.lower(), _named(exchange)
        ids: set[str | None] = {
            each.made for each in changes if each.made and any(part in path for part in _in_a_shell(each.made, ""))
        }
        ids |= {each.made for each in [each for each in changes if name and _named(each.exchange) == name][-1:]}
        if clause == _WHILE_ANOTHER or exchange.error_code == BUSY:
            snapshots = [each for each in changes if each.record.effect == _SNAPSHOTS]
            ids |= {each.made for each in snapshots if self._is_creating(each.made)}
        # A snapshot that was restored or copied had to be made first.
        ids |= {each.of for each in changes if each.made in ids}
        ids.discard(None)
        return [each for each in changes if each.made in ids or (each.record.effect == "deletes" and each.of in ids)]

    def _rests_on_what_is_gone(self, exchange: Exchange, before: list[_Change]) -> bool:
        """Whether an exchange needs snapshots that the run deletes at the end, and that no line creates again."""
        record = record_of(exchange.endpoint)
        if self.requests.options.keep or not self.snapshots.made or record is None:
            return False
        tells_all = record.tells == "snapshots" and exchange.accepted and self.requests.are_callers(exchange.request)
        return tells_all or (not before and self.snapshots.get(self.requests.snapshot_of(exchange.request)) is not None)

    def _is_creating(self, snapshot_id: str | None) -> bool:
        """Whether a snapshot was still being made when it was last seen."""
        usual = CREATING if self.snapshots.was_creating else ""
        return snapshot_id is not None and self.snapshots.statuses.get(snapshot_id, usual) == CREATING


def _fresh_names(exchanges: Sequence[Exchange]) -> tuple[list[str], dict[str, str]]:
    """Return lines that make new ends for the names that exchanges took, and the shell expressions for them.

    A name that is too short or too special for that stays as it is, with a comment.
    """
    lines: list[str] = []
    words: dict[str, str] = {}
    are_simple = all(is_simple(each.request.body or b"") for each in exchanges)
    for exchange in exchanges:
        record = record_of(exchange.endpoint)
        if not exchange.accepted or record is None or not record.made:
            continue
        found = _ENDS.search(_name(exchange) or "") if are_simple else None
        if found is None:
            lines = [_TAKEN, *(line for line in lines if line != _TAKEN)]
        elif found[0] not in words:
            variable = f"end{len(words) // 2 + 1}"
            lines.append(f"{variable}={_NEW_END}")
            words[found[0].lower()] = f'"${variable}"'
            words[found[0].upper()] = f'"$(echo "${variable}" | tr a-z A-Z)"'
    return lines, words


def _name(exchange: Exchange) -> str | None:
    """Return the name that a request gives to what it makes."""
    record = record_of(exchange.endpoint)
    return None if record is None else text_at(record.named, json_of(exchange.request.body))


def _named(exchange: Exchange) -> tuple[str, str] | None:
    """Return what kind of thing a request makes, and its name in lower case."""
    record, name = record_of(exchange.endpoint), _name(exchange)
    return None if name is None or record is None else (record.effect, name.lower())


def _in_a_shell(snapshot_id: str, variable: str) -> dict[str, str]:
    """Return the shell expressions for an ID, by the spellings of it that the suite uses in addresses."""
    if len(snapshot_id) < _SHORTEST or not can_be_asked(snapshot_id):
        return {}
    id_ = quote(snapshot_id, safe="%", errors="surrogatepass")
    return {
        id_: f'"${{{variable}:?}}"',
        id_.upper(): f'"$(echo "${variable}" | tr a-z A-Z)"',
        id_.replace("-", ""): f'"$(echo "${variable}" | tr -d -)"',
        id_[:-1]: f'"${{{variable}%?}}"',
    }
