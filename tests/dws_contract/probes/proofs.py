"""Missing and wrong tokens, malformed Authorization, and that credentials are checked first."""

from __future__ import annotations

import string
from dataclasses import replace

from dws_contract.steps import hosts
from dws_contract.steps.asking import Run
from dws_contract.traffic.credentials import Given, NoCredentials, Signature, Token
from dws_contract.traffic.messages import Credentials, Request
from dws_contract.traffic.requests import ABSENT

UNAUTHORIZED = frozenset({401})
OF_SIGNATURES = (
    "signature-target",
    "signature-headers",
    "signature-body",
    "signature-date-signed",
    "signature-unsigned-payload",
    "signature-clock",
    "query-plus-space",
)
"""The clauses on signatures that cannot be tested without a key pair."""
MADE_UP_TOKEN = "made-up-token-of-dws-contract"
MALFORMED_PROJECT = "no-project"
OTHER_MEDIA_TYPE = "text/plain"
_DATE = "20260101T000000Z"
_HASH = "0" * 64


def ask(run: Run) -> None:
    """Test credentials, except for signatures with the known key."""
    run.secrets.add(MADE_UP_TOKEN, "a made-up token")
    _missing(run)
    _alternatives(run)
    _tokens(run)
    _malformed(run)
    _first(run)


def _missing(run: Run) -> None:
    rule = "the contract says 401"
    request = replace(run.requests.create(), credentials=NoCredentials())
    what = "a create without credentials"
    run.expect(UNAUTHORIZED, "auth-required", what, request, rule)


def _alternatives(run: Run) -> None:
    every = [each for each in (run.requests.token, run.requests.signature) if each is not None]
    if len(every) == 1:
        run.findings.miss("auth-alternatives", f"the run was given only one proof of identity: {every[0].label[5:]}")
        return
    assert run.requests.signature is not None
    refused = hosts.refused_for_host(run, run.requests.signature)
    rule = "the contract says that either proof is enough" + (f"; {hosts.CHANGED}" if refused else "")
    if refused and hosts.is_behind_gateway(refused):
        run.requests.signature = None
        for clause in ("auth-alternatives", *OF_SIGNATURES):
            run.findings.miss(clause, hosts.CHANGED)
        return
    for credentials in every:
        request = replace(run.requests.create(), credentials=credentials)
        run.make("auth-alternatives", f"a create {credentials.label}", request, rule)
    if not run.findings.broken("auth-alternatives"):
        return
    kind = "tokens" if isinstance(run.requests.credentials, Signature) else "signatures"
    reason = f"all {kind} are refused: see auth-alternatives"
    if kind == "tokens":
        run.requests.token = None
        run.findings.miss("token-checked", reason)
        return
    run.requests.signature = None
    for clause in OF_SIGNATURES:
        run.findings.miss(clause, reason)


def _tokens(run: Run) -> None:
    wrong: list[tuple[str, Credentials]] = [
        ("an empty token", Token("")),
        ("an invented token", Token(MADE_UP_TOKEN)),
        ("the token `null`", Token("null")),
        ("a quote as a token", Token("' OR '1'='1")),
    ]
    if run.requests.token is None:
        run.findings.miss("token-checked", "in part: without a token, tokens that are almost right cannot be tested")
    else:
        right = run.requests.token
        whole, shell = right.value, right.shell
        end = len(whole.rstrip("=")) - 1
        wrong += [
            ("a token cut short", _start(right, len(whole) // 2)),
            ("a token without its last character", _start(right, end)),
            ("a token with another first character", one_off(right, 0)),
            ("a token with another character in the middle", one_off(right, end // 2)),
            ("a token with another last character", one_off(right, end)),
            ("a token with one character added", Token(f"{whole}x", f"{shell}x")),
            ("an invented token as long as the right one", Token("x" * len(whole))),
        ]
        if whole.swapcase() != whole:
            swapped = Token(whole.swapcase(), f'$(printf %s "{shell}" | tr A-Za-z a-zA-Z)')
            wrong.append(("a token in another case", swapped))
    for what, credentials in wrong:
        request = replace(run.requests.create(), credentials=credentials)
        _unauthorized(run, "token-checked", what, request)


def _start(right: Token, length: int) -> Token:
    return Token(right.value[:length], f'$(printf %.{length}s "{right.shell}")')


def one_off(right: Token, at: int) -> Token:
    """Return a token with one wrong character. It differs in the first bit, so base64 decoding does not hide it."""
    whole, shell = right.value, right.shell
    other = "0" if whole[at] in string.ascii_uppercase + "abcdef" else "a"
    rest = f'$(printf %s "{shell}" | tail -c +{at + 2})'
    return Token(f"{whole[:at]}{other}{whole[at + 1 :]}", f'$(printf %.{at}s "{shell}"){other}{rest}')


def nearly_right(run: Run) -> Token | None:
    """Return a token that is right except for its last character, None if there is no right one."""
    right = run.requests.token
    return None if right is None else one_off(right, len(right.value.rstrip("=")) - 1)


def _malformed(run: Run) -> None:
    whole = f"SDK-HMAC-SHA256 Access=made-up, SignedHeaders=host;x-sdk-date, Signature={_HASH}"
    for value in (
        "",
        "SDK-HMAC-SHA256",
        whole.replace("Access=made-up, ", ""),
        whole.replace("SignedHeaders=host;x-sdk-date, ", ""),
        whole.replace(f", Signature={_HASH}", ""),
        whole.replace(_HASH, "not hexadecimal"),
        "Bearer made-up",
        "Basic bWFkZTp1cA==",
        whole.replace("Access=made-up", "Access="),
    ):
        credentials = Given((("X-Sdk-Date", _DATE), ("Authorization", value)), "with a malformed Authorization")
        request = replace(run.requests.create(), credentials=credentials)
        _unauthorized(run, "authorization-malformed", f"Authorization: {value}".strip(), request)


def _first(run: Run) -> None:
    wrong: list[tuple[str, Credentials]] = [
        ("no credentials", NoCredentials()),
        ("an invented token", Token(MADE_UP_TOKEN)),
    ]
    requests = {
        "a body that is not JSON": run.requests.post(b'{"snapshot":'),
        "a body without a name": run.requests.create(name=ABSENT),
        "no body": run.requests.post(None),
        "another media type": replace(run.requests.create(), media_type=OTHER_MEDIA_TYPE),
        "an unknown cluster": run.requests.create(cluster_id=run.requests.unknown_uuid()),
        "a project that is not the caller's": replace(
            run.requests.create(), path=run.requests.path_of(foreign_project(run))
        ),
        "a malformed project ID": replace(run.requests.create(), path=run.requests.path_of(MALFORMED_PROJECT)),
    }
    for bad, credentials in wrong:
        for what, request in requests.items():
            run.expect(
                UNAUTHORIZED,
                "auth-first",
                f"{what} with {bad}",
                replace(request, credentials=credentials),
                "the contract checks credentials first: 401",
                needs=("auth-required", "token-checked"),
            )


def _unauthorized(run: Run, clause: str, what: str, request: Request) -> None:
    rule = "the contract says 401"
    needs = ("auth-required",)
    run.expect(UNAUTHORIZED, clause, what, request, rule, needs=needs)


def foreign_project(run: Run) -> str:
    """Return a well-formed project ID that is not the caller's."""
    return f"{run.requests.rng.getrandbits(128):032x}"
