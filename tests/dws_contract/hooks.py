"""This suite's rules on answers for schemathesis's own command line.

    SCHEMATHESIS_HOOKS=dws_contract.hooks schemathesis run openapi.yaml --url …

Importing this module registers them as checks for every schema of the process, which `import dws_contract` never does.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import schemathesis
from schemathesis.core.failures import Failure

from dws_contract.checks import Check, ContractFailure, Memory, Seen, answers, making
from dws_contract.document import Contract
from dws_contract.traffic.messages import json_of

_CONTRACT = Contract.load()
_MEMORY = Memory(_CONTRACT)


class BrokenClause(Failure):
    """A broken clause, in a sentence of the field."""

    kind_title = "The contract is broken"
    __slots__ = ("clause",)

    def __init__(self, operation: str, failure: ContractFailure) -> None:
        super().__init__(operation=operation, message=failure.sentence)
        self.clause = failure.clause

    @property
    def _unique_key(self) -> str:
        return self.clause


def _register(check: Check) -> None:
    def run(
        ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case[Any]
    ) -> bool | None:
        try:
            return check.run(_MEMORY, _seen(response))
        except ContractFailure as failure:
            raise BrokenClause(case.operation.label, failure) from None

    run.__name__ = check.clause.replace("-", "_")
    run.__doc__ = check.judging.__doc__
    schemathesis.check(run)


def _seen(response: schemathesis.Response) -> Seen:
    request = response.request
    path = urlsplit(request.url or "").path
    at = path.find("/v1.0/")
    body = request.body.encode() if isinstance(request.body, str) else request.body
    return Seen(
        method=request.method or "",
        path=path[max(at, 0) :],
        endpoint=_CONTRACT.find(request.method or "", path[max(at, 0) :]),
        status=response.status_code,
        headers={name.lower(): ", ".join(values) for name, values in response.headers.items()},
        content=response.content,
        query=urlsplit(request.url or "").query,
        sent=json_of(body if isinstance(body, bytes) else None),
    )


for each in (*answers.check.found, *making.check.found):
    _register(each)
