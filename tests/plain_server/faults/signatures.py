"""Faults in verifying AK/SK signatures."""

import hashlib
import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..refusal import Refused
from ..server import Service
from ..signature import UNSIGNED
from ..wire import Request
from ..witnesses.asking import ACCOUNT, ANONYMOUS, CREATE, FOREIGN, PATH, Ask, Signing, sends, snapshot
from ..witnesses.witness import Witness, accepted, unauthorized
from .catalogue import breaks

DAY = 24 * 60 * 60
LONG_AGO, FAR_AHEAD = -(10**8), 10**8


def _signed(wrong: int = 200, ask: Ask = CREATE, **changes: Any) -> Witness:
    return unauthorized(ask.signed(Signing(**changes)), wrong=wrong)


def _rightly_signed(ask: Ask, ahead: int = 0) -> Witness:
    return accepted(ask.signed(Signing(ahead=ahead)), wrong=401)


def _authorization(value: str, wrong: int = 200) -> Witness:
    return unauthorized(ANONYMOUS.having(Authorization=value), wrong=wrong)


_REUSED = sends(snapshot(name="another")).signed(Signing(body=CREATE.body))


class _AlsoAccepts(Service):
    """Accepts more signatures than the right one: those that are right for `accepted`."""

    @abstractmethod
    def accepted(self, request: Request) -> Iterator[Request]:
        """Yield other requests whose signature is accepted for this one, too."""

    def signature_holds(self, request: Request) -> bool:
        holds = super().signature_holds
        return holds(request) or any(holds(other) for other in self.accepted(request))


@breaks(
    "signature-key", "signature-target", "signature-headers", "signature-body", shown_by=_signed(secret_key="wrong")
)
class SignatureUnchecked(Service):
    """A signature is not compared at all: a known access key is enough."""

    def signature_equals(self, due: str, given: str) -> bool:
        return True


@breaks("signature-key", shown_by=_signed(access_key="OTHERACCESSKEY000000"))
class AccessKeyUnchecked(Service):
    """Any access key is accepted if the signature is made with the right secret key."""

    def key_is_known(self, access_key: str) -> bool:
        return True


@breaks("signature-key", "authorization-malformed", shown_by=_signed(edit=("Signature=.*", "Signature=")))
class SignatureCutShortAccepted(Service):
    """A signature that is cut short, even an empty one, is accepted: only the given part is compared."""

    def signature_equals(self, due: str, given: str) -> bool:
        return due.startswith(given)


@breaks("signature-key", "authorization-malformed", shown_by=_signed(edit=("(?<=Signature=.{8}).*", "0" * 56)))
class SignatureComparedByStart(Service):
    """Only the first 8 digits of a signature are compared."""

    def signature_equals(self, due: str, given: str) -> bool:
        return due[:8] == given[:8]


@breaks("signature-body", shown_by=_signed(body=b""))
class SignatureBodyEmptyAccepted(_AlsoAccepts):
    """A signature made over an empty body is accepted with any body."""

    def accepted(self, request: Request) -> Iterator[Request]:
        yield replace(request, body=b"")


@breaks(
    "signature-body",
    shown_by=_signed(
        body=b"",
        ask=CREATE.having(X_Sdk_Content_Sha256="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ),
)
class SignatureBodyHashBelieved(Service):
    """The body is not hashed: the hash that the caller names in X-Sdk-Content-Sha256 is believed."""

    def body_hash(self, request: Request) -> str:
        return request.headers.get("x-sdk-content-sha256") or super().body_hash(request)


@breaks("signature-body", "body-json-forms", shown_by=_rightly_signed(replace(CREATE, body=CREATE.body + b"\n")))
class SignatureBodyTrimmed(Service):
    """The body is trimmed before it is hashed: with white space around it, a right signature is refused."""

    def body_hash(self, request: Request) -> str:
        return hashlib.sha256(request.body.strip()).hexdigest()


@breaks("signature-body", shown_by=unauthorized(CREATE.signed(), _REUSED))
class SignatureRemembered(Service):
    """A signature that has been right once is accepted again with another body."""

    def prepare(self) -> None:
        self.known: set[str] = set()

    def signature_holds(self, request: Request) -> bool:
        authorization = request.headers.get("authorization", "")
        if authorization in self.known:
            return True
        holds = super().signature_holds(request)
        if holds:
            self.known.add(authorization)
        return holds


@breaks("signature-target", shown_by=_signed(ask=CREATE.at(f"{PATH}?a=1"), target=PATH))
class SignatureQueryUncovered(_AlsoAccepts):
    """A signature made without the query is accepted with any query."""

    def accepted(self, request: Request) -> Iterator[Request]:
        yield replace(request, target=request.path)


@breaks("signature-target", shown_by=_rightly_signed(CREATE.at(f"{PATH}?b=2&a=1")))
class SignatureQueryAsSent(Service):
    """The query enters the signature as it was sent: with unsorted pairs, a right signature is refused."""

    def canonical_query(self, request: Request) -> str:
        return request.query


@breaks("auth-first", "signature-target", shown_by=_signed(ask=CREATE.at(FOREIGN), target=PATH, wrong=403))
class SignaturePathRebuilt(Service):
    """A signature made for the caller's project is accepted for another's path: the path is rebuilt, not read."""

    def canonical_path(self, request: Request) -> str:
        return f"/v1.0/{self.account.project_id}/snapshots/"


@breaks("signature-target", shown_by=_signed(method="PUT"))
class SignatureMethodUncovered(_AlsoAccepts):
    """A signature made for another method is accepted."""

    def accepted(self, request: Request) -> Iterator[Request]:
        for method in ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"):
            yield replace(request, method=method)


@breaks("signature-headers", shown_by=_signed(host="127.0.0.1"))
class SignatureHostWithoutPort(_AlsoAccepts):
    """A signature made over the host without its port is accepted, whatever port Host names."""

    def accepted(self, request: Request) -> Iterator[Request]:
        host = request.headers.get("host", "").rpartition(":")[0]
        yield replace(request, headers={**request.headers, "host": host})


@breaks(
    "signature-headers",
    "media-type-forms",
    shown_by=_rightly_signed(CREATE.having(Content_Type="application/json; charset=utf-8")),
)
class SignatureMediaTypeReduced(Service):
    """Content-Type enters the signature without its parameters: with a charset, a right signature is refused."""

    def header(self, request: Request, name: str) -> str:
        value = super().header(request, name)
        return value.partition(";")[0].strip() if name == "content-type" else value


@breaks("signature-date-signed", shown_by=accepted(CREATE.signed(Signing(without="Host")), wrong=401))
class SignatureHostNeeded(Service):
    """A signature that does not cover the Host header is refused."""

    always_signed = ("host", "x-sdk-date")


@breaks("signature-date-signed", shown_by=_signed(without="X-Sdk-Date"))
class SignatureDateUnsignedAccepted(Service):
    """A signature that does not cover the X-Sdk-Date header is accepted."""

    always_signed = ()


@breaks(
    "signature-unsigned-payload",
    shown_by=accepted(CREATE.having(X_Sdk_Content_Sha256=UNSIGNED).signed(Signing(payload=UNSIGNED)), wrong=401),
)
class SignatureUnsignedPayloadRefused(Service):
    """A signature covers the body's hash, even if X-Sdk-Content-Sha256 says that the body is not signed."""

    def body_hash(self, request: Request) -> str:
        return hashlib.sha256(request.body).hexdigest()


@breaks("signature-unsigned-payload", shown_by=_signed(payload=UNSIGNED))
class SignatureUnsignedPayloadUnsaid(_AlsoAccepts):
    """A signature over UNSIGNED-PAYLOAD is accepted though no header says so."""

    def accepted(self, request: Request) -> Iterator[Request]:
        yield replace(request, headers={**request.headers, "x-sdk-content-sha256": UNSIGNED})


@breaks("signature-clock", shown_by=_signed(ahead=LONG_AGO))
class ClockUncheckedForPast(Service):
    """A signature of any time in the past is accepted."""

    clock_window_past = 10**10


@breaks("signature-clock", shown_by=_signed(ahead=FAR_AHEAD))
class ClockUncheckedForFuture(Service):
    """A signature of any time in the future is accepted."""

    clock_window_future = 10**10


@breaks("signature-clock", shown_by=_signed(ahead=-20 * 60))
class ClockWindowHalfAnHour(Service):
    """A signature that is 30 minutes old is accepted."""

    clock_window_past = 30 * 60


@breaks("signature-clock", shown_by=_signed(ahead=20 * 60))
class ClockWindowFutureHalfAnHour(Service):
    """A signature that is 30 minutes ahead is accepted."""

    clock_window_future = 30 * 60


@breaks("signature-clock", shown_by=_rightly_signed(CREATE, -10 * 60))
class ClockTooStrictForPast(Service):
    """A signature that is more than a minute old is refused."""

    clock_window_past = 60


@breaks("signature-clock", shown_by=_rightly_signed(CREATE, 10 * 60))
class ClockTooStrictForFuture(Service):
    """A signature that is more than a minute ahead is refused."""

    clock_window_future = 60


@breaks("signature-clock", shown_by=_signed(ahead=-24 * 60 * 60))
class ClockOfDayOnly(Service):
    """Only the time of day of a signature is checked: one of the day before is accepted."""

    def read_date(self, date: str) -> float | None:
        at = super().read_date(date)
        return None if at is None else at + round((self.now() - at) / DAY) * DAY


@breaks(
    "signature-clock",
    "no-server-error",
    shown_by=unauthorized(
        ANONYMOUS.having(
            X_Sdk_Date="yesterday",
            Authorization=f"SDK-HMAC-SHA256 Access={ACCOUNT.access_key}, SignedHeaders=host;x-sdk-date, Signature=0",
        ),
        wrong=500,
    ),
)
class DateMalformed500(Service):
    """An X-Sdk-Date that is no date is answered with 500."""

    def read_date(self, date: str) -> float | None:
        at = super().read_date(date)
        if at is None:
            raise ValueError("time data does not match format")
        return at


class _MalformedAuthorization(Service):
    """Answers a malformed Authorization header differently."""

    @abstractmethod
    def malformed(self) -> bool:
        """Return whether to accept the malformed header."""

    def signature_holds(self, request: Request) -> bool:
        authorization = request.headers.get("authorization", "")
        if authorization and not re.fullmatch(
            "SDK-HMAC-SHA256 +Access=.*, *SignedHeaders=.*, *Signature=.*", authorization
        ):
            return self.malformed()
        return super().signature_holds(request)


@breaks("authorization-malformed", "no-server-error", shown_by=_authorization("SDK-HMAC-SHA256", 500))
class AuthorizationMalformed500(_MalformedAuthorization):
    """An Authorization header that is not of the described form is answered with 500."""

    def malformed(self) -> bool:
        raise IndexError("list index out of range")


@breaks("authorization-malformed", shown_by=_authorization("SDK-HMAC-SHA256", 400))
class AuthorizationMalformed400(_MalformedAuthorization):
    """An Authorization header that is not of the described form is answered with 400."""

    def malformed(self) -> bool:
        raise Refused(400, "APIGW.0301", "Authorization: not of the form that is described.")


@breaks("authorization-malformed", shown_by=_authorization("SDK-HMAC-SHA256"))
class AuthorizationMalformedAccepted(_MalformedAuthorization):
    """An Authorization header that is not of the described form is accepted."""

    def malformed(self) -> bool:
        return True


@breaks("authorization-malformed", shown_by=_authorization("Bearer made-up"))
class BearerAccepted(Service):
    """Any Bearer token in the Authorization header is accepted."""

    def signature_holds(self, request: Request) -> bool:
        return request.headers.get("authorization", "").startswith("Bearer ") or super().signature_holds(request)


@breaks("authorization-malformed", "signature-key", shown_by=_signed(edit=("SDK-HMAC-SHA256", "SDK-HMAC-SHA512")))
class AlgorithmUnchecked(Service):
    """A signature is accepted under the name of another algorithm."""

    def signature_holds(self, request: Request) -> bool:
        authorization = re.sub("^[A-Z0-9-]+ ", "SDK-HMAC-SHA256 ", request.headers.get("authorization", ""))
        return super().signature_holds(replace(request, headers={**request.headers, "authorization": authorization}))


@breaks("auth-alternatives", shown_by=_rightly_signed(CREATE))
class SignatureRefused(Service):
    """A signature is never enough: only tokens are known."""

    def signature_holds(self, request: Request) -> bool:
        return False


@breaks("auth-alternatives", shown_by=accepted(CREATE, wrong=401))
class TokenRefused(Service):
    """A token is never enough: only signatures are known."""

    def token_holds(self, token: str) -> bool:
        return False


@breaks("signature-target", shown_by=_rightly_signed(CREATE.at(f"{PATH}?a=~*")))
class SignatureQueryAsForm(Service):
    """The query is encoded like a form, as Java's URLEncoder does it: `~` as `%7E`, and `*` as it is."""

    def canonical_query(self, request: Request) -> str:
        return super().canonical_query(request).replace("~", "%7E").replace("%2A", "*")
