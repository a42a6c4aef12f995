"""Missing and wrong tokens, malformed Authorization, and that credentials are judged first."""

from __future__ import annotations

from dataclasses import replace

from dws_contract.credentials import Given, NoCredentials, Signature, Token
from dws_contract.examiner import Examiner
from dws_contract.messages import Credentials, Request
from dws_contract.questions import Probe
from dws_contract.requests import ABSENT

UNAUTHORIZED = frozenset({401})
OF_SIGNATURES = (
    "signature-target",
    "signature-headers",
    "signature-body",
    "signature-date-signed",
    "signature-unsigned-payload",
    "signature-clock",
)
"""The clauses about signatures that take a key pair to ask about."""
MADE_UP_TOKEN = "made-up-token-of-dws-contract"
MALFORMED_PROJECT = "no-project"
OTHER_MEDIA_TYPE = "text/plain"
_DATE = "20260101T000000Z"
_HASH = "0" * 64


def ask(examiner: Examiner) -> None:
    """Ask about credentials other than signatures by a known key."""
    examiner.secrets.add(MADE_UP_TOKEN, "a made-up token")
    _missing(examiner)
    _alternatives(examiner)
    _tokens(examiner)
    _malformed(examiner)
    _first(examiner)


def _missing(examiner: Examiner) -> None:
    rule = "the contract says 401"
    request = replace(examiner.create(), credentials=NoCredentials())
    what = "a create without credentials"
    examiner.ask(Probe(clause="auth-required", what=what, rule=rule, request=request, expect=UNAUTHORIZED))


def _alternatives(examiner: Examiner) -> None:
    every = [each for each in (examiner.token, examiner.signature) if each is not None]
    if len(every) == 1:
        examiner.findings.miss(
            "auth-alternatives", f"the run was given only one proof of identity: {every[0].label[5:]}"
        )
        return
    for credentials in every:
        request = replace(examiner.create(), credentials=credentials)
        what, rule = f"a create {credentials.label}", "the contract says that either proof is enough"
        examiner.make("auth-alternatives", what, request, rule)
    if not examiner.findings.broken("auth-alternatives"):
        return
    kind = "tokens" if isinstance(examiner.credentials, Signature) else "signatures"
    reason = f"{kind} are refused altogether: see auth-alternatives"
    if kind == "tokens":
        examiner.token = None
        examiner.findings.miss("token-checked", reason)
        return
    examiner.signature = None
    for clause in OF_SIGNATURES:
        examiner.findings.miss(clause, reason)


def _tokens(examiner: Examiner) -> None:
    wrong: list[tuple[str, Credentials]] = [
        ("an empty token", Token("")),
        ("a made-up token", Token(MADE_UP_TOKEN)),
        ("the token `null`", Token("null")),
        ("a quote as a token", Token("' OR '1'='1")),
    ]
    if examiner.token is None:
        examiner.findings.miss("token-checked", "in part: without a token none can be cut short")
    else:
        length = len(examiner.token.value) // 2
        whole = examiner.token.value
        wrong += [
            ("a token cut short", Token(whole[:length], f'$(printf %.{length}s "$DWS_TOKEN")')),
            ("a token with more behind it", Token(f"{whole}x", "${DWS_TOKEN}x")),
            ("a made-up token as long as the right one", Token("x" * len(whole))),
        ]
        if whole.swapcase() != whole:
            swapped = Token(whole.swapcase(), '$(printf %s "$DWS_TOKEN" | tr A-Za-z a-zA-Z)')
            wrong.append(("a token in another case", swapped))
    for what, credentials in wrong:
        request = replace(examiner.create(), credentials=credentials)
        _unauthorized(examiner, "token-checked", what, request)


def _malformed(examiner: Examiner) -> None:
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
        request = replace(examiner.create(), credentials=credentials)
        _unauthorized(examiner, "authorization-malformed", f"Authorization: {value}".strip(), request)


def _first(examiner: Examiner) -> None:
    wrong: list[tuple[str, Credentials]] = [
        ("no credentials", NoCredentials()),
        ("a made-up token", Token(MADE_UP_TOKEN)),
    ]
    requests = {
        "a body that is not JSON": examiner.post(b'{"snapshot":'),
        "a body without a name": examiner.create(name=ABSENT),
        "no body": examiner.post(None),
        "another media type": replace(examiner.create(), media_type=OTHER_MEDIA_TYPE),
        "an unknown cluster": examiner.create(cluster_id=examiner.unknown_uuid()),
        "a project that is not the caller's": replace(
            examiner.create(), path=examiner.path_of(foreign_project(examiner))
        ),
        "a malformed project ID": replace(examiner.create(), path=examiner.path_of(MALFORMED_PROJECT)),
    }
    for bad, credentials in wrong:
        for what, request in requests.items():
            examiner.ask(
                Probe(
                    clause="auth-first",
                    what=f"{what} with {bad}",
                    rule="the contract judges credentials first: 401",
                    request=replace(request, credentials=credentials),
                    expect=UNAUTHORIZED,
                    needs=("auth-required", "token-checked"),
                )
            )


def _unauthorized(examiner: Examiner, clause: str, what: str, request: Request) -> None:
    rule = "the contract says 401"
    needs = ("auth-required",)
    examiner.ask(Probe(clause=clause, what=what, rule=rule, request=request, expect=UNAUTHORIZED, needs=needs))


def foreign_project(examiner: Examiner) -> str:
    """Return a well-formed ID of no project of the caller's."""
    return f"{examiner.rng.getrandbits(128):032x}"
