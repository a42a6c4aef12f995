"""The catalogue of clauses, and the numbers that it takes from the document."""

import re
from typing import Any

from dws_contract import CLAUSES
from dws_contract.clauses import RETIRED
from dws_contract.document import Contract


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
    assert topics["Restoring"] == [*range(80, 87), 100]
    assert topics["Credentials"] == [*range(19, 27), 28, 29, 101, 102]


def test_promises_take_their_numbers_from_the_document() -> None:
    terms = Contract.load().terms
    promises = {id_: clause.promise.format(**terms) for id_, clause in CLAUSES.items()}
    assert promises["name-min-length"] == "A name has at least 4 characters."
    assert promises["description-max-length"] == "A description has at most 256 characters."
    assert "! \" & ' < = >" in promises["description-charset"]
    assert not any("{" in promise for promise in promises.values())


def test_every_source_points_into_the_document() -> None:
    for clause in CLAUSES.values():
        pointer = clause.source.partition(",")[0].partition(" ")[0]
        assert resolve(Contract.load().document, pointer) is not None, clause.id


def test_decisions_are_those_of_the_document() -> None:
    for clause in CLAUSES.values():
        for number in re.findall(r"decisions? (\d+)", clause.source):
            assert 1 <= int(number) <= 16, clause.id


def test_characters_are_read_from_the_patterns() -> None:
    contract = Contract.load()
    assert "".join(sorted(contract.name_first)) == "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    assert contract.name_later - contract.name_first == set("0123456789-_")
    assert set(contract.description_forbidden) == set("!<>'=&\"")


def resolve(document: Any, pointer: str) -> Any:
    """Follow a JSON pointer, through references."""
    found = document
    for step in pointer.removeprefix("#/").split("/"):
        if "$ref" in found:
            found = resolve(document, found["$ref"])
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found
