"""What the contract promises, clause by clause: `clauses.yaml` beside this file, and what it leaves open.

How an answer is told to a clause, so that one fault is named once and by its most telling name:

* a request that breaks a rule and is accepted, or keeps every rule and is refused, breaks the clause of that rule;
* a refusal with a status outside the declared set breaks `status-declared`; with 5xx `no-server-error`; with a declared
  status where 400 is due `bad-request-status`. Where no more than a few clauses are met with such a status, each of
  these clauses is broken too, and named first; where many are, only the general one is named;
* every answer, whatever it was asked for, is judged by the clauses on answers and error bodies;
* where one rule holds in several places and is broken in each, the clause on a create's body is broken, and the others
  refer to it. So does the form of a 5xx to `no-server-error`. What is told of a snapshot that was made of a request
  which breaks a rule is not judged.

Answers are judged in the documented form, see `reading` (decision 16). What a gateway answers by itself, with 413, 429,
502, 504 or a 503 that is no JSON, is not the service's: the clause that was asked about is not reached then.

Not judged, because the contract leaves it open: unknown members (decision 6), which of 400, 403 and 404 a malformed
project ID gets (decision 5), an absent `Content-Type`, duplicate members, a byte order mark, whether a description may
hold characters that are not seen (but what is accepted is told as it was sent), other query parameters, `HEAD` and
`OPTIONS`, `null` for an optional member of a restore or a copy (decision 14), the order without a sort key, which keys
are known and how large a page may be (decision 13), the body of a delete's answer.

A clause that retires keeps its number, see `RETIRED`: it is not given anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Literal

from dws_contract.document import parsed

RETIRED = MappingProxyType({27: "signature-host-and-date", 64: "list-order"})
"""The numbers of clauses that are none any more, with what they were called."""


Origin = Literal["sourced", "decided"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise of the contract. promise: may hold `{terms}` that the document fills in; topic: what it is about."""

    number: int
    id: str
    promise: str
    source: str
    topic: str

    @property
    def decisions(self) -> tuple[int, ...]:
        """The numbers of the decisions that it rests on."""
        return tuple(map(int, re.findall(r"\d+", self.source.partition(", decision")[2])))

    @property
    def origin(self) -> Origin:
        """Whether the public record states all of it, or this document decides it, if only in part."""
        return "decided" if self.decisions else "sourced"

    @property
    def basis(self) -> str:
        """What it rests on, in words."""
        numbers = " and ".join(map(str, self.decisions))
        return f"decision{'s' * (len(self.decisions) > 1)} {numbers}" if numbers else "the sources"


def _clauses() -> Iterator[Clause]:
    for topic, clauses in parsed((resources.files("dws_contract") / "clauses.yaml").read_text("utf-8")).items():
        for label, told in clauses.items():
            number, id_ = label.split()
            yield Clause(int(number), id_, told["promise"], told["source"], topic)


CLAUSES = MappingProxyType({clause.id: clause for clause in _clauses()})
"""Every clause by its id, topic by topic."""
