"""Faults in comparing credentials: nearly right ones are accepted, or right ones in an unusual form refused."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, unquote

from ..server import Service
from ..wire import Request
from ..witnesses.asking import ACCOUNT, CREATE, PATH, Signing, create
from ..witnesses.witness import Witness, accepted, refused, unauthorized
from .catalogue import breaks, plant

TOKEN = ACCOUNT.token
FIXED = ("content-type", "host", "x-sdk-date")


def _token(token: str) -> Witness:
    return unauthorized(CREATE.having(X_Auth_Token=token))


def _signed(pattern: str, replacement: str) -> Witness:
    return unauthorized(CREATE.signed(Signing(edit=(pattern, replacement))))


class _Tokens(Service):
    """Compares a part of a token only."""

    start = 0
    end: int | None = None

    def token_holds(self, token: str) -> bool:
        part = slice(self.start, self.end)
        return bool(token) and token[part] == self.account.token[part]


plant(
    _Tokens,
    {
        "TokenComparedByStart": (
            "Only the first 16 characters of a token are compared: the cache's key is cut there.",
            ("token-checked",),
            _token(TOKEN[:-1] + "0"),
            {"end": 16},
        ),
        "TokenComparedByEnd": (
            "Only the last 8 characters of a token are compared.",
            ("token-checked",),
            _token("0" + TOKEN[1:]),
            {"start": -8},
        ),
        "TokenLastCharacterIgnored": (
            "The last character of a token is not compared.",
            ("token-checked",),
            _token(TOKEN[:-1] + "0"),
            {"end": -1},
        ),
    },
)


@breaks("signature-key", shown_by=unauthorized(CREATE.signed(Signing(access_key=ACCOUNT.access_key.lower()))))
class AccessKeyCaseIgnored(Service):
    """An access key in another case is accepted: the table's collation ignores case."""

    def key_is_known(self, access_key: str) -> bool:
        return access_key.lower() == self.access_key.lower()


@breaks("signature-key", shown_by=unauthorized(CREATE.signed(Signing(access_key=ACCOUNT.access_key + "A"))))
class AccessKeyComparedByStart(Service):
    """An access key with more behind it is accepted: it is looked up by its first 20 characters."""

    def key_is_known(self, access_key: str) -> bool:
        return access_key[:20] == self.access_key[:20]


@breaks("signature-key", shown_by=unauthorized(CREATE.signed(Signing(access_key=ACCOUNT.access_key[:-1]))))
class AccessKeyCutShortAccepted(Service):
    """An access key that is cut short is accepted: it is looked up by its start."""

    def key_is_known(self, access_key: str) -> bool:
        return self.access_key.startswith(access_key)


@breaks("signature-key", shown_by=_signed("Signature=.{32}", "Signature=" + "0" * 32))
class SignatureComparedByEnd(Service):
    """Only the last 16 digits of a signature are compared."""

    def signature_equals(self, due: str, given: str) -> bool:
        return due[-16:] == given[-16:]


@breaks("signature-key", shown_by=_signed(".$", ""))
class SignatureLastDigitIgnored(Service):
    """The last digit of a signature is not compared."""

    def signature_equals(self, due: str, given: str) -> bool:
        return due[:63] == given[:63]


@breaks("signature-key", shown_by=_signed("$", "0"))
class SignatureWithMoreAccepted(Service):
    """A signature with more behind it is accepted."""

    def signature_equals(self, due: str, given: str) -> bool:
        return given.startswith(due)


@breaks(
    "signature-headers",
    "signature-date-signed",
    shown_by=_signed("SignedHeaders=content-type;", "SignedHeaders="),
)
class SignedHeadersUnread(Service):
    """A signature is always made over content-type, host and x-sdk-date, whatever SignedHeaders names."""

    def canonical(self, request: Request, names: Iterable[str]) -> str:
        return super().canonical(request, FIXED)


@breaks("signature-body", shown_by=refused(create(description="a" * 70_000).signed(), wrong=401))
class SignatureOfFirstChunk(Service):
    """A signature covers only the first 64 KiB of the body, the part that is read at once."""

    def body_hash(self, request: Request) -> str:
        return super().body_hash(replace(request, body=request.body[: 64 * 1024]))


@breaks("query-plus-space", shown_by=accepted(CREATE.at(f"{PATH}?a=b+c").signed(), wrong=401))
class SignaturePlusKept(Service):
    """A `+` in a query enters the signature as a plus sign, not as a space."""

    def canonical_query(self, request: Request) -> str:
        pairs = [pair.partition("=") for pair in request.query.split("&") if pair]
        decoded = sorted((unquote(name), unquote(value)) for name, _, value in pairs)
        return "&".join(f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}" for name, value in decoded)


@breaks("signature-key", shown_by=unauthorized(CREATE.having(X_Security_Token="wrong").signed()))
class SecurityTokenUnchecked(Service):
    """A temporary access key is accepted without its X-Security-Token, and with any other."""

    security_token = "plain-demo-security-token-2b9f"

    def security_token_holds(self, token: str) -> bool:
        return True
