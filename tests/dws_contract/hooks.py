"""Hooks for plain schemathesis: they add the credentials and IDs that this API needs, and this suite's checks.

    SCHEMATHESIS_HOOKS=dws_contract.hooks schemathesis run openapi.yaml --url http://127.0.0.1:8080

Every request is sent with the token of DWS_TOKEN. Without a token it is signed with HUAWEICLOUD_SDK_AK and
HUAWEICLOUD_SDK_SK. Requests use the project HUAWEICLOUD_SDK_PROJECT_ID and the cluster DWS_CLUSTER_ID. A generated name
is replaced by a new one of the same length and shape, a generated ID by one that exists. Values that break a rule are
sent as they were generated.

Importing this module registers the hooks for every schema of the process. `import dws_contract` does not import it.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests
import schemathesis
from schemathesis.core.failures import Failure

from dws_contract.checks import Check, ContractFailure, Memory, Seen, answers, checks_on, making
from dws_contract.checks.seen import NOT_APPLICABLE, first_error
from dws_contract.document import JSON, Contract, StringRule
from dws_contract.operations import OPERATIONS
from dws_contract.options import credentials_from
from dws_contract.steps.known import entries
from dws_contract.traffic.fresh_names import FreshNames
from dws_contract.traffic.messages import json_of
from dws_contract.verdicts.oracle import Oracle
from dws_snapshots.signing import AccessKey, Signable, sign

_CONTRACT = Contract.load()
_MEMORY = Memory(_CONTRACT)
_NAMES = FreshNames(random.Random())
_GIVEN = credentials_from(os.environ)
_IDS = {
    "project_id": os.environ.get("HUAWEICLOUD_SDK_PROJECT_ID") or os.environ.get("OS_PROJECT_ID"),
    "cluster_id": os.environ.get("DWS_CLUSTER_ID"),
}
_ORACLE = Oracle(_CONTRACT, _IDS["cluster_id"] or "")
_RULES = {name: getattr(_CONTRACT, name) for name in ("project_id", "cluster_id", "snapshot_id")}
_COPY = _CONTRACT.endpoints["copySnapshot"]
_REFUSED = 400
_OF_SCHEMA, _OF_ACCEPTANCE = "ST108", ("ST201", "ST202")
"""The codes of schemathesis for an answer that breaks its schema, and for a request wrongly accepted or refused."""
_MADE: list[str] = []
"""The snapshots that this run made and did not delete."""
_AUTOMATED: list[str] = []
_TOLD: set[str] = set()
"""Everything that this run made, deleted or not: links lead to it."""


def _check_environment() -> None:
    """Exit with a message if something is missing."""
    has_proof = _GIVEN["token"] or (_GIVEN["access_key"] and _GIVEN["secret_key"])
    for value, names in (
        (has_proof, "DWS_TOKEN, or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK,"),
        (_IDS["project_id"], "HUAWEICLOUD_SDK_PROJECT_ID"),
        (_IDS["cluster_id"], "DWS_CLUSTER_ID"),
    ):
        if not value:
            print(f"dws_contract.hooks: {names} must be set in the environment.", file=sys.stderr)
            sys.exit(2)


if os.environ.get("SCHEMATHESIS_HOOKS") == __name__:
    _check_environment()


class TokenProof:
    """Sends the token. Schemathesis does not print it."""

    def get(self, case: schemathesis.Case[Any], context: schemathesis.AuthContext) -> str | None:
        """Return the token."""
        return _GIVEN["token"]

    def set(self, case: schemathesis.Case[Any], data: str, context: schemathesis.AuthContext) -> None:
        """Put the token into a request."""
        case.headers["X-Auth-Token"] = data


class SignatureProof(requests.auth.AuthBase):
    """Signs a request as it is sent."""

    def __init__(self, key: AccessKey) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put the signature into a request. The date is the only header that has to be signed."""
        signable = Signable(request.method or "", request.path_url, {}, _bytes(request))
        request.headers.update(sign(signable, self._key, datetime.now(UTC)))
        return request


if _GIVEN["token"]:
    schemathesis.auth(refresh_interval=None)(TokenProof)
elif _GIVEN["access_key"] and _GIVEN["secret_key"]:
    _KEY = AccessKey(_GIVEN["access_key"], _GIVEN["secret_key"], _GIVEN["security_token"])
    schemathesis.auth.set_from_requests(SignatureProof(_KEY))  # type: ignore[attr-defined] # documented, not typed
for label, secret in _GIVEN.items():
    _MEMORY.secrets.add(secret if label != "access_key" else None, f"the {label.replace('_', ' ')}")


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case[Any], kwargs: dict[str, Any]) -> None:
    """Replace generated IDs by ones that exist, and generated names by new ones."""
    is_copy = case.operation.label == f"{_COPY.method} {_COPY.template}"
    for holder in (case.path_parameters, *_objects(case.body)):
        _put_ids(holder, _AUTOMATED if is_copy else _MADE)
        for name in ("name", "backup_name"):
            if _allows(_CONTRACT.name, holder.get(name)):
                holder[name] = _NAMES.like(holder[name])


@schemathesis.hook
def after_call(
    context: schemathesis.HookContext, case: schemathesis.Case[Any], response: schemathesis.Response
) -> None:
    """Remember what was made, what was deleted, and which snapshots are automated."""
    seen = _seen(response)
    if seen.new_id:
        _TOLD.add(seen.new_id)
    if seen.new_id and seen.is_normal("createSnapshot", "copySnapshot"):
        _MADE.append(seen.new_id)
    elif seen.is_normal("deleteSnapshot") and (deleted := seen.path.rpartition("/")[2]) in _MADE:
        _MADE.remove(deleted)
    elif seen.is_normal("listSnapshots"):
        _AUTOMATED[:] = [each["id"] for each in entries(seen.json) if str(each.get("type")).startswith("AUTO")]


@schemathesis.hook
def filter_failure(
    context: schemathesis.HookContext,
    failure: Failure,
    case: schemathesis.Case[Any],
    response: schemathesis.Response,
) -> bool:
    """Return False for a complaint about something that the contract leaves open. The schemas alone don't show that."""
    seen = _seen(response)
    if isinstance(failure, BrokenClause) or seen.endpoint is None:
        return True
    if seen.is_of_gateway or (seen.is_normal("deleteSnapshot") and not seen.content):
        return False
    if failure.code == _OF_SCHEMA and seen.is_normal():
        return bool(first_error(_CONTRACT.answer(seen.endpoint), seen))
    if failure.code not in _OF_ACCEPTANCE:
        return True
    if seen.method == "GET":
        # A service may know other sort keys, and take smaller pages.
        return not (seen.query and seen.status == _REFUSED)
    if set(seen.path.split("/")) & _TOLD.difference(_MADE):
        open_statuses = {_REFUSED, 404}  # the snapshot was deleted
    else:
        rules = OPERATIONS[seen.endpoint.id].rules
        open_statuses = set(_ORACLE.expect(JSON, _bytes(response.request), rules).statuses) if rules else set()
    return seen.status not in open_statuses


def _put_ids(holder: dict[str, Any], snapshots: list[str]) -> None:
    found = {**_IDS, "snapshot_id": snapshots[-1] if snapshots else None}
    for name, rule in _RULES.items():
        if found[name] and _allows(rule, holder.get(name)) and holder[name] not in _TOLD:
            holder[name] = found[name]


def _allows(rule: StringRule, value: object) -> bool:
    return isinstance(value, str) and rule.allows(value)


def _objects(body: object) -> list[dict[str, Any]]:
    """Return a body and its members, as far as they are objects."""
    inner = body.values() if isinstance(body, dict) else ()
    return [each for each in (body, *inner) if isinstance(each, dict)]


class BrokenClause(Failure):
    """A broken clause, with a sentence that says what was seen."""

    kind_title = "The contract is broken"
    __slots__ = ("clause",)

    def __init__(self, operation: str, failure: ContractFailure) -> None:
        super().__init__(operation=operation, message=failure.sentence)
        self.clause = failure.clause


def _register(check: Check) -> None:
    def run(
        ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case[Any]
    ) -> bool | None:
        seen = _seen(response)
        try:
            return check.run(_MEMORY, seen) if check in checks_on(seen) else NOT_APPLICABLE
        except ContractFailure as failure:
            raise BrokenClause(case.operation.label, failure) from None

    run.__name__ = check.clause.replace("-", "_")
    run.__doc__ = check.judging.__doc__
    schemathesis.check(run)


def _seen(response: schemathesis.Response) -> Seen:
    request = response.request
    path = urlsplit(request.url or "").path
    at = path.find("/v1.0/")
    return Seen(
        method=request.method or "",
        path=path[max(at, 0) :],
        endpoint=_CONTRACT.find(request.method or "", path[max(at, 0) :]),
        status=response.status_code,
        headers={name.lower(): ", ".join(values) for name, values in response.headers.items()},
        content=response.content,
        query=urlsplit(request.url or "").query,
        sent=json_of(_bytes(request)),
    )


def _bytes(request: requests.PreparedRequest) -> bytes:
    """The body of a request as it is sent."""
    body = request.body.encode() if isinstance(request.body, str) else request.body
    return body if isinstance(body, bytes) else b""


for each in (*answers.check.found, *making.check.found):
    _register(each)
