"""Bodies that schemathesis generates from the document: every kind of violation of a schema, and random, seeded ones.

Nothing is sent while hypothesis runs, because its retries would create snapshots. Generated requests are cached.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import APIOperation, GenerationMode
from schemathesis import Case as GenericCase
from schemathesis.core import NotSet

from dws_contract.document import Contract

Described: TypeAlias = APIOperation[Any, Any, Any, Any]
Case: TypeAlias = GenericCase[Any]
_IDS = {"project_id": "0" * 32, "snapshot_id": "00000000-0000-4000-8000-000000000000"}


@dataclass(frozen=True)
class Drawn:
    """A generated request. ids: the parameters of its path, empty if they were not generated."""

    media_type: str | None
    body: bytes | None
    ids: tuple[tuple[str, str], ...] = ()


@cache
def load_operation(contract: Contract, operation: str) -> Described:
    """Return an operation for schemathesis. The suite adds the credentials itself."""
    endpoint = contract.endpoints[operation]
    found: Described = _schema(contract)[endpoint.template][endpoint.method]
    return found


@cache
def _schema(contract: Contract) -> Any:
    document = {key: value for key, value in contract.document.items() if key != "security"}
    return schemathesis.openapi.from_dict(json.loads(json.dumps(document)), config=schemathesis.Config())


@cache
def coverage(contract: Contract, operation: str) -> tuple[Drawn, ...]:
    """Return one request for each way to violate the operation's schemas, the same in every run."""
    found = load_operation(contract, operation)
    config = found.schema.config.generation_for(operation=found)
    cases: Iterator[Case] = found.schema.iter_coverage_cases(
        found, generation_modes=[GenerationMode.NEGATIVE], generation_config=config
    )
    return tuple(_drawn(case, with_ids=True) for case in cases if case.method == found.method.upper())


@cache
def random(contract: Contract, operation: str, mode: GenerationMode, count: int, seed: int) -> tuple[Drawn, ...]:
    """Return at most `count` random requests."""
    if count == 0:
        return ()
    drawn: list[Drawn] = []
    strategy = load_operation(contract, operation).as_strategy(generation_mode=mode, path_parameters=_IDS)

    def collect(case: Case) -> None:
        drawn.append(_drawn(case, with_ids=False))

    once(seed, count, case=strategy)(collect)
    return tuple(drawn[:count])


def once(seed: int, count: int, **strategies: Any) -> Callable[[Callable[..., None]], None]:
    """Return a function that calls another `count` times with values of the strategies, the same for the same seed."""
    configure: Callable[[Any], Any] = hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def draw(collect: Callable[..., None]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            hypothesis.seed(seed)(configure(hypothesis.given(**strategies)(collect)))()

    return draw


def _drawn(case: Case, with_ids: bool) -> Drawn:
    ids = tuple((name, str(value)) for name, value in case.path_parameters.items()) if with_ids else ()
    return Drawn(case.headers.get("Content-Type", case.media_type), _body(case), ids)


def _body(case: Case) -> bytes | None:
    if isinstance(case.body, NotSet):
        return None
    return case.body if isinstance(case.body, bytes) else json.dumps(case.body).encode()
