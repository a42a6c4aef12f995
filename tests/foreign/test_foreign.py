"""Implementations in three ecosystems, written from openapi.yaml alone: they conform, and the suite catches and names
typical mistakes in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dws_contract import run
from dws_reference import demo
from support.foreign import Mistake, mistakes, serving

KEYS = {"access_key": demo.ACCESS_KEY, "secret_key": demo.SECRET_KEY}
OF_KEYS = {
    *("request-id", "auth-alternatives", "signature-target", "signature-headers", "signature-body"),
    *("signature-clock", "signature-date-signed", "signature-unsigned-payload", "query-plus-space"),
}
"""Clauses that cannot be judged if a service accepts tokens only and sends no X-Request-Id."""


@pytest.mark.parametrize(
    ("of", "options", "unreached"), [("fastapi", KEYS, set()), ("aiohttp", {}, OF_KEYS), ("go", {}, OF_KEYS)]
)
def test_a_correct_implementation_conforms(
    of: str, options: dict[str, str], unreached: set[str], tmp_path: Path
) -> None:
    with serving(of, tmp_path, None, max_examples=20, **options) as told:
        report = run(told)
    assert report.exit_code == 0, report.summary()
    assert {verdict.clause.id for verdict in report.of("not reached")} == unreached
    assert report.left == ()


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda mistake: f"{mistake.of}-{mistake.name}")
def test_a_mistake_is_caught_and_its_clause_named_first(mistake: Mistake, tmp_path: Path) -> None:
    with serving(mistake.of, tmp_path, mistake, only=mistake.only) as told:
        report = run(told)
    broken = [verdict.clause.id for verdict in report.of("broken")]
    assert broken[:1] == [mistake.clause], f"{mistake.says}\n{report.summary()}"
