"""What the contract promises, clause by clause, as `clauses.yaml` beside this file lists it, and what it leaves open.

One fault should be reported once, under the most specific clause. So an answer is assigned to a clause like this:

* if a request breaks a rule and is accepted, or keeps every rule and is refused, the clause of that rule is broken;
* a refusal with an undeclared status breaks `status-declared`, one with 5xx `no-server-error`, and one with another
  declared status than 400 `bad-request-status`. If this happens to few clauses, each of them is broken, too, and named
  first. If it happens to many, only the general clause is named;
* every answer is judged by the clauses on answers and error bodies, whatever the request was for;
* if one rule holds in several places and all of them break it, the clause on a create's body is broken, and the others
  refer to it. In the same way the form of a 5xx refers to `no-server-error`. If a snapshot was made although its
  request broke a rule, what answers say about it is not judged.

Answers are judged in the documented form, see `reading` (decision 16). A gateway's own answers (413, 429, 502, 504, and
a 503 that is not JSON) are not the service's: the clause that the request was about is then not reached.

Not judged, because the contract leaves it open: unknown members (decision 6), which of 400, 403 and 404 a malformed
project ID gets (decision 5), an absent `Content-Type`, duplicate members, a byte order mark, whether a description may
contain invisible characters (if it is accepted, it must be returned as it was sent), other query parameters, `HEAD` and
`OPTIONS`, `null` for an optional member of a restore or a copy (decision 14), the order without a sort key, which keys
are known and how large a page may be (decision 13), the body of the answer to a delete.

When a clause is removed, its number is not used again, see `RETIRED`.
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
"""The numbers of the clauses that were removed, with their names."""


Origin = Literal["sourced", "decided"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One promise of the contract.

    promise: may contain `{terms}`, see `Contract.terms`; topic: its heading; needs: the operations besides
    createSnapshot that its test may need.
    """

    number: int
    id: str
    promise: str
    source: str
    topic: str
    needs: tuple[str, ...] = ()

    @property
    def decisions(self) -> tuple[int, ...]:
        """The numbers of the decisions that it is based on, none if the sources state it."""
        return tuple(map(int, re.findall(r"\d+", self.source.partition(", decision")[2])))

    @property
    def origin(self) -> Origin:
        """`sourced` if the public sources state all of it, `decided` if this document decides at least a part."""
        return "decided" if self.decisions else "sourced"

    @property
    def basis(self) -> str:
        """What it is based on, in words: "decision 3" or "the sources"."""
        numbers = " and ".join(map(str, self.decisions))
        return f"decision{'s' * (len(self.decisions) > 1)} {numbers}" if numbers else "the sources"


def _clauses() -> Iterator[Clause]:
    for topic, clauses in parsed((resources.files("dws_contract") / "clauses.yaml").read_text("utf-8")).items():
        for label, told in clauses.items():
            number, id_ = label.split()
            yield Clause(int(number), id_, told["promise"], told["source"], topic, tuple(told.get("needs", ())))


CLAUSES = MappingProxyType({clause.id: clause for clause in _clauses()})
"""Every clause by its id, topic by topic."""
