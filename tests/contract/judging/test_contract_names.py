"""Fresh names keep length and shape, and are recognisable."""

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from dws_contract.document import Contract
from dws_contract.traffic.fresh_names import PREFIX, FreshNames

RULE = Contract.load().name
ANY_NAMES = st.from_regex(RULE.pattern, fullmatch=True)


@given(ANY_NAMES)
def test_a_fresh_name_keeps_the_rules_the_length_and_the_shape(name: str) -> None:
    fresh = FreshNames(random.Random(1)).like(name)
    assert RULE.allows(fresh)
    assert len(fresh) == len(name)
    prefixed = fresh.lower().startswith(PREFIX)
    assert shape(fresh[len(PREFIX) :] if prefixed else fresh) == shape(name[len(PREFIX) :] if prefixed else name)


@given(st.text(max_size=80))
def test_what_is_no_name_keeps_its_length_and_what_is_wrong_with_it(text: str) -> None:
    fresh = FreshNames(random.Random(1)).like(text)
    assert len(fresh) == len(text)
    assert RULE.allows(fresh) == RULE.allows(text)
    assert all(old == new for old, new in zip(text, fresh, strict=True) if not old.isascii())


@given(st.integers(23, 64))
def test_a_name_starts_with_the_prefix_where_its_length_permits(length: int) -> None:
    assert FreshNames(random.Random(1)).fresh(length).startswith(PREFIX)


def test_names_do_not_repeat_even_where_there_are_few() -> None:
    names = FreshNames(random.Random(1))
    drawn = [names.like("A0").lower() for _ in range(150)]
    assert len(set(drawn)) == len(drawn)


def shape(name: str) -> str:
    """The name with every character replaced by its class."""
    return re.sub("[0-9]", "0", re.sub("[A-Z]", "A", re.sub("[a-z]", "a", name)))
