"""Witnesses for routes, credentials, signatures and media types."""

from dataclasses import replace
from uuid import UUID

from .asking import (
    ACCOUNT,
    FOREIGN,
    NO_ANSWER,
    PATH,
    UNKNOWN_CLUSTER,
    UNKNOWN_SNAPSHOT,
    Ask,
    Signing,
    create,
    sends,
    snapshot,
)
from .witness import Witness, accepted, answers, refused, shows, unauthorized

CREATE = create()
ANONYMOUS = CREATE.having(X_Auth_Token=None)
UNSIGNED = "UNSIGNED-PAYLOAD"
LONG_AGO, FAR_AHEAD = -(10**8), 10**8


def _at(path: str, wrong: int) -> Witness:
    return answers(404, wrong, CREATE.at(path))


def _by(method: str, wrong: int) -> Witness:
    return answers(405, wrong, CREATE.by(method))


def _allow_is_due() -> Witness:
    return shows(lambda reply: reply.headers.get("allow") == "GET, POST", CREATE.by("PUT"))


ROUTES = {
    "route-unknown-200": _at("/", 200),
    "route-unknown-400": _at("/", 400),
    "route-unknown-403": _at("/", 403),
    "route-unknown-405": _at("/", 405),
    "route-unknown-500": _at("/", 500),
    "route-unknown-hangs-up": _at("/", NO_ANSWER),
    "route-end-unchecked": _at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions/more", 400),
    "route-compared-by-start": _at(f"{PATH}2", 200),
    "route-version-unchecked": _at(PATH.replace("v1.0", "v2"), 200),
    "route-case-ignored": _at(PATH.upper(), 200),
    "get-200": answers(405, 200, CREATE.at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions").by("GET")),
    "other-methods-404": _by("PUT", 404),
    "other-methods-400": _by("PUT", 400),
    "other-methods-501": _by("BREW", 501),
    "put-taken-for-post": _by("PUT", 200),
    "patch-taken-for-post": _by("PATCH", 200),
    "any-method-taken-for-post": _by("BREW", 200),
    "delete-202": _by("DELETE", 202),
    "allow-missing": _allow_is_due(),
    "allow-without-post": _allow_is_due(),
    "allow-names-refused-methods": _allow_is_due(),
}


def _token(token: str, wrong: int = 200) -> Witness:
    return unauthorized(CREATE.having(X_Auth_Token=token), wrong=wrong)


def _foreign(wrong: int) -> Witness:
    return answers(403, wrong, CREATE.at(FOREIGN))


def _malformed(project_id: str, wrong: int) -> Witness:
    return answers(403, wrong, CREATE.at(f"/v1.0/{project_id}/snapshots"))


CREDENTIALS = {
    "credentials-unchecked": unauthorized(ANONYMOUS),
    "credentials-optional": unauthorized(ANONYMOUS),
    "bad-credentials-403": unauthorized(ANONYMOUS, wrong=403),
    "bad-credentials-400": unauthorized(ANONYMOUS, wrong=400),
    "bad-credentials-redirected": unauthorized(ANONYMOUS, wrong=302),
    "bad-token-500": _token("made-up", 500),
    "bad-token-403": _token("made-up", 403),
    "token-any-accepted": _token("made-up"),
    "token-empty-accepted": _token(""),
    "token-cut-short-accepted": _token(ACCOUNT.token[:-1]),
    "token-with-more-accepted": _token(ACCOUNT.token + "0"),
    "token-case-ignored": _token(ACCOUNT.token.swapcase()),
    "token-compared-by-length": _token("0" * len(ACCOUNT.token)),
    "body-before-credentials": unauthorized(replace(ANONYMOUS, body=b'{"snapshot": {}}'), wrong=400),
    "media-type-before-credentials": unauthorized(ANONYMOUS.having(Content_Type="text/plain"), wrong=400),
    "no-json-before-credentials": unauthorized(replace(ANONYMOUS, body=b"{"), wrong=400),
    "project-before-credentials": unauthorized(ANONYMOUS.at(FOREIGN), wrong=403),
    "body-before-project": answers(403, 400, create(name="").at(FOREIGN)),
    "cluster-before-project": answers(403, 404, create(cluster_id=UNKNOWN_CLUSTER).at(FOREIGN)),
    "cluster-before-description": refused(create(cluster_id=UNKNOWN_CLUSTER, description="!"), wrong=404),
    "name-taken-before-cluster": answers(404, 400, CREATE, create(cluster_id=UNKNOWN_CLUSTER)),
    "project-unchecked": _foreign(200),
    "foreign-project-404": _foreign(404),
    "foreign-project-401": _foreign(401),
    "foreign-project-400": _foreign(400),
    "foreign-project-500": _foreign(500),
    "malformed-project-500": _malformed("project", 500),
    "project-hyphens-ignored": answers(403, 200, CREATE.at(f"/v1.0/{UUID(ACCOUNT.project_id)}/snapshots")),
    "project-case-ignored": _malformed(ACCOUNT.project_id.upper(), 200),
    "project-end-unchecked": _malformed(ACCOUNT.project_id + "0", 200),
    "project-trimmed": _malformed(ACCOUNT.project_id + "%20", 200),
}


def _signed(wrong: int = 200, ask: Ask = CREATE, **changes: object) -> Witness:
    return unauthorized(ask.signed(replace(Signing(), **changes)), wrong=wrong)  # type: ignore[arg-type]


def _rightly_signed(ask: Ask, ahead: int = 0) -> Witness:
    return accepted(ask.signed(Signing(ahead=ahead)), wrong=401)


def _authorization(value: str, wrong: int = 200) -> Witness:
    return unauthorized(ANONYMOUS.having(Authorization=value), wrong=wrong)


_REUSED = sends(snapshot(name="another")).signed(Signing(body=CREATE.body))

SIGNATURES = {
    "signature-unchecked": _signed(secret_key="wrong"),
    "access-key-unchecked": _signed(access_key="OTHERACCESSKEY000000"),
    "signature-cut-short-accepted": _signed(edit=("Signature=.*", "Signature=")),
    "signature-compared-by-start": _signed(edit=("(?<=Signature=.{8}).*", "0" * 56)),
    "signature-body-empty-accepted": _signed(body=b""),
    "signature-body-hash-believed": _signed(
        body=b"",
        ask=CREATE.having(X_Sdk_Content_Sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ),
    "signature-body-trimmed": _rightly_signed(replace(CREATE, body=CREATE.body + b"\n")),
    "signature-remembered": unauthorized(CREATE.signed(), _REUSED),
    "signature-query-uncovered": _signed(ask=CREATE.at(f"{PATH}?a=1"), target=PATH),
    "signature-query-as-sent": _rightly_signed(CREATE.at(f"{PATH}?b=2&a=1")),
    "signature-path-rebuilt": _signed(ask=CREATE.at(FOREIGN), target=PATH, wrong=403),
    "signature-method-uncovered": _signed(method="PUT"),
    "signature-host-without-port": _signed(host="127.0.0.1"),
    "signature-media-type-reduced": _rightly_signed(CREATE.having(Content_Type="application/json; charset=utf-8")),
    "signature-host-needed": accepted(CREATE.signed(Signing(without="Host")), wrong=401),
    "signature-date-unsigned-accepted": _signed(without="X-Sdk-Date"),
    "signature-unsigned-payload-refused": accepted(
        CREATE.having(X_Sdk_Content_Sha256=UNSIGNED).signed(Signing(payload=UNSIGNED)), wrong=401
    ),
    "signature-unsigned-payload-unsaid": _signed(payload=UNSIGNED),
    "clock-unchecked-for-past": _signed(ahead=LONG_AGO),
    "clock-unchecked-for-future": _signed(ahead=FAR_AHEAD),
    "clock-window-half-an-hour": _signed(ahead=-20 * 60),
    "clock-window-future-half-an-hour": _signed(ahead=20 * 60),
    "clock-too-strict-for-past": _rightly_signed(CREATE, -10 * 60),
    "clock-too-strict-for-future": _rightly_signed(CREATE, 10 * 60),
    "clock-of-day-only": _signed(ahead=-24 * 60 * 60),
    "authorization-malformed-500": _authorization("SDK-HMAC-SHA256", 500),
    "authorization-malformed-400": _authorization("SDK-HMAC-SHA256", 400),
    "authorization-malformed-accepted": _authorization("SDK-HMAC-SHA256"),
    "bearer-accepted": _authorization("Bearer made-up"),
    "algorithm-unchecked": _signed(edit=("SDK-HMAC-SHA256", "SDK-HMAC-SHA512")),
    "signature-refused": _rightly_signed(CREATE),
    "token-refused": accepted(CREATE, wrong=401),
    "date-malformed-500": unauthorized(
        ANONYMOUS.having(
            X_Sdk_Date="yesterday",
            Authorization=f"SDK-HMAC-SHA256 Access={ACCOUNT.access_key}, SignedHeaders=host;x-sdk-date, Signature=0",
        ),
        wrong=500,
    ),
}


def _sent_as(media_type: str, wrong: int = 200) -> Witness:
    return refused(CREATE.having(Content_Type=media_type), wrong=wrong)


def _rightly_sent_as(media_type: str) -> Witness:
    return accepted(CREATE.having(Content_Type=media_type))


MEDIA_TYPES = {
    "media-type-unchecked": _sent_as("image/png"),
    "media-type-plain-text-accepted": _sent_as("text/plain"),
    "media-type-form-accepted": _sent_as("application/x-www-form-urlencoded"),
    "media-type-binary-accepted": _sent_as("application/octet-stream"),
    "media-type-xml-accepted": _sent_as("application/xml"),
    "media-type-text-json-accepted": _sent_as("text/json"),
    "media-type-suffix-accepted": _sent_as("application/merge-patch+json"),
    "media-type-compared-by-start": _sent_as("application/json-seq"),
    "media-type-415": _sent_as("text/plain", 415),
    "media-type-500": _sent_as("text/plain", 500),
    "media-type-uppercase-refused": _rightly_sent_as("Application/JSON"),
    "charset-refused": _rightly_sent_as("application/json; charset=utf-8"),
    "charset-uppercase-refused": _rightly_sent_as("application/json; charset=UTF-8"),
    "charset-without-space-refused": _rightly_sent_as("application/json;charset=utf-8"),
    "accept-406": accepted(CREATE.having(Accept="text/html"), wrong=406),
    "headers-unknown-refused": accepted(CREATE.having(X_Other="1")),
    "body-empty-411": refused(Ask(), wrong=411),
}
