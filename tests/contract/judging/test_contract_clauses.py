"""The catalogue of clauses, and the limits that it takes from openapi.yaml."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from dws_contract import CLAUSES
from dws_contract.clauses import RETIRED, Clause
from dws_contract.document import Contract
from support.marks import decisions, objects


def test_numbers_are_given_once_and_ids_are_in_the_words_of_the_field() -> None:
    numbers = [clause.number for clause in CLAUSES.values()]
    assert sorted([*numbers, *RETIRED]) == list(range(1, len(CLAUSES) + len(RETIRED) + 1))
    assert len(CLAUSES) >= 100
    assert CLAUSES.keys().isdisjoint(RETIRED.values())
    assert all(re.fullmatch(r"[a-z]+[a-z0-9]*(-[a-z0-9]+)+", clause) for clause in CLAUSES)


def test_clauses_stand_with_what_they_are_about_whatever_their_numbers() -> None:
    topics: dict[str, list[int]] = {}
    for clause in CLAUSES.values():
        topics.setdefault(clause.topic, []).append(clause.number)
    assert {*range(80, 87), 100, 116, 117} <= set(topics["Restoring"])
    assert {*range(19, 27), 28, 29, 101, 102, 118} <= set(topics["Credentials"])


def test_promises_take_their_numbers_from_the_document() -> None:
    terms = Contract.load().terms
    promises = {id_: clause.promise.format(**terms) for id_, clause in CLAUSES.items()}
    assert promises["name-min-length"] == "A name has at least 4 characters."
    assert promises["description-max-length"] == "A description has at most 256 characters."
    assert "! \" & ' < = >" in promises["description-charset"]
    assert not any("{" in promise for promise in promises.values())


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=lambda clause: clause.id)
def test_a_clause_rests_on_what_its_place_in_the_document_says(clause: Clause) -> None:
    document = Contract.load().document
    pointer = clause.source.partition(",")[0].partition(" ")[0]
    marked = list(marks(document, pointer))
    decided = {number for node in marked for number in decisions(node)}
    if clause.decisions:
        assert decided & set(clause.decisions)
        assert set(clause.decisions) <= {number for node in objects(document) for number in decisions(node)}
    else:
        assert any("x-source" in node or "x-reference" in node for node in marked) or pointer == "#/info/description"


def test_a_clause_is_sourced_or_decided() -> None:
    assert CLAUSES["name-min-length"].decisions == ()
    assert CLAUSES["name-min-length"].origin == "sourced"
    assert CLAUSES["auth-first"].decisions == (7, 9)
    assert CLAUSES["auth-first"].origin == "decided"


def test_characters_are_read_from_the_patterns() -> None:
    contract = Contract.load()
    assert "".join(sorted(contract.name_first)) == "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    assert contract.name_later - contract.name_first == set("0123456789-_")
    assert set(contract.description_forbidden) == set("!<>'=&\"")


def marks(document: Any, pointer: str) -> Iterator[Any]:
    """Follow a JSON pointer, and yield the objects on the way and what they refer to."""
    found = document
    for step in pointer.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
        while isinstance(found, dict):
            yield found
            if "$ref" not in found:
                break
            *_, found = marks(document, found["$ref"])
