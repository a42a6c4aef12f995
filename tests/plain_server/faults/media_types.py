"""Faults in judging Content-Type, and the other headers."""

from ..refusal import Refused, bad
from ..server import Service
from ..wire import Request
from ..witnesses.asking import CREATE, Ask
from ..witnesses.steps import created, on, restore
from ..witnesses.witness import Witness, accepted, refused
from .catalogue import breaks


def _sent_as(media_type: str, wrong: int = 200) -> Witness:
    return refused(CREATE.having(Content_Type=media_type), wrong=wrong)


def _rightly_sent_as(media_type: str) -> Witness:
    return accepted(CREATE.having(Content_Type=media_type))


class _Accepts(Service):
    """Accepts one more media type."""

    accepted = ""

    def media_type_is_json(self, content_type: str) -> bool:
        return content_type.partition(";")[0].strip().lower() == self.accepted or super().media_type_is_json(
            content_type
        )


@breaks("media-type-wrong", shown_by=_sent_as("image/png"))
class MediaTypeUnchecked(Service):
    """A body of any media type is accepted."""

    def media_type_is_json(self, content_type: str) -> bool:
        return bool(content_type) or super().media_type_is_json(content_type)


@breaks("media-type-wrong", shown_by=_sent_as("text/plain"))
class MediaTypePlainTextAccepted(_Accepts):
    """A body sent as text/plain is accepted."""

    accepted = "text/plain"


@breaks("media-type-wrong", shown_by=_sent_as("application/x-www-form-urlencoded"))
class MediaTypeFormAccepted(_Accepts):
    """A body sent as application/x-www-form-urlencoded is accepted if it is JSON."""

    accepted = "application/x-www-form-urlencoded"


@breaks("media-type-wrong", shown_by=_sent_as("application/octet-stream"))
class MediaTypeBinaryAccepted(_Accepts):
    """A body sent as application/octet-stream is accepted if it is JSON."""

    accepted = "application/octet-stream"


@breaks("media-type-wrong", shown_by=_sent_as("application/xml"))
class MediaTypeXmlAccepted(_Accepts):
    """A body sent as application/xml is accepted if it is JSON."""

    accepted = "application/xml"


@breaks("media-type-wrong", shown_by=_sent_as("text/json"))
class MediaTypeTextJsonAccepted(_Accepts):
    """A body sent as text/json is accepted."""

    accepted = "text/json"


@breaks("media-type-wrong", shown_by=_sent_as("application/merge-patch+json"))
class MediaTypeSuffixAccepted(Service):
    """A body of a media type that ends in +json is accepted."""

    def media_type_is_json(self, content_type: str) -> bool:
        return content_type.lower().endswith("+json") or super().media_type_is_json(content_type)


@breaks("media-type-wrong", shown_by=_sent_as("application/json-seq"))
class MediaTypeComparedByStart(Service):
    """A body of a media type that starts like application/json, such as application/json-seq, is accepted."""

    def media_type_is_json(self, content_type: str) -> bool:
        return content_type.lower().startswith("application/json-") or super().media_type_is_json(content_type)


@breaks("media-type-wrong", "status-declared", shown_by=_sent_as("text/plain", 415))
class MediaType415(Service):
    """A body of another media type is answered with 415."""

    def check_media_type(self, request: Request) -> None:
        if not self.media_type_is_json(request.headers.get("content-type", "")):
            raise Refused(415, "DWS.0001", "Content-Type: application/json is needed.")


@breaks("media-type-wrong", "no-server-error", shown_by=_sent_as("text/plain", 500))
class MediaType500(Service):
    """A body of another media type is answered with 500: it was not read, but is used."""

    def check_media_type(self, request: Request) -> None:
        if not self.media_type_is_json(request.headers.get("content-type", "")):
            raise TypeError("'NoneType' object is not subscriptable")


@breaks("media-type-forms", shown_by=_rightly_sent_as("Application/JSON"))
class MediaTypeUppercaseRefused(Service):
    """Application/JSON is refused: the media type is compared with case."""

    def media_type_is_json(self, content_type: str) -> bool:
        return content_type.startswith("application/json") and super().media_type_is_json(content_type)


@breaks("media-type-forms", shown_by=_rightly_sent_as("application/json; charset=utf-8"))
class CharsetRefused(Service):
    """application/json with any charset is refused."""

    def media_type_is_json(self, content_type: str) -> bool:
        return "charset" not in content_type.lower() and super().media_type_is_json(content_type)


@breaks("media-type-forms", shown_by=_rightly_sent_as("application/json; charset=UTF-8"))
class CharsetUppercaseRefused(Service):
    """application/json with the charset UTF-8 in upper case is refused."""

    def media_type_is_json(self, content_type: str) -> bool:
        return "UTF" not in content_type and super().media_type_is_json(content_type)


@breaks("media-type-forms", shown_by=_rightly_sent_as("application/json;charset=utf-8"))
class CharsetWithoutSpaceRefused(Service):
    """application/json;charset=utf-8, without a space, is refused."""

    def media_type_is_json(self, content_type: str) -> bool:
        return ";c" not in content_type.lower() and super().media_type_is_json(content_type)


@breaks("headers-unknown", "status-declared", shown_by=accepted(CREATE.having(Accept="text/html"), wrong=406))
class Accept406(Service):
    """A request that only accepts another media type is answered with 406."""

    def check_media_type(self, request: Request) -> None:
        if not any(type_ in request.headers.get("accept", "*/*") for type_ in ("*/*", "application/json")):
            raise Refused(406, "DWS.0001", "Accept: application/json is needed.")
        super().check_media_type(request)


@breaks("headers-unknown", shown_by=accepted(CREATE.having(X_Other="1")))
class HeadersUnknownRefused(Service):
    """A request with a header that starts with X- and is not in the contract is refused."""

    def check_media_type(self, request: Request) -> None:
        known = {"x-auth-token", "x-sdk-date", "x-security-token", "x-project-id"}
        if any(name.startswith("x-") and name not in known for name in request.headers):
            raise bad("Unknown header.")
        super().check_media_type(request)


@breaks("body-required", "status-declared", shown_by=refused(Ask(), wrong=411))
class BodyEmpty411(Service):
    """A request without a body is answered with 411."""

    def document(self, request: Request) -> object:
        if not request.body:
            raise Refused(411, "DWS.0006", "The request is empty.")
        return super().document(request)


@breaks("media-type-wrong", shown_by=refused(CREATE, on(created(), restore().having(Content_Type="text/plain"))))
class RestoreMediaTypeUnchecked(Service):
    """The body of a restore is read, whatever its Content-Type is."""

    def read_restore(self, request: Request) -> str:
        return self.restore_name(self.restore(self.document(request)))
