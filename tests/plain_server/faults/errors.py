"""Faults in the answer to a request that is refused: status, media type and body."""

import json
from abc import abstractmethod

from ..bodies import Draft
from ..refusal import Refused
from ..server import Service
from ..wire import Answer
from ..witnesses.asking import ANONYMOUS, CREATE, FOREIGN, create, sends
from ..witnesses.looks import error_is_declared, is_json
from ..witnesses.witness import answers, refused, shows
from .catalogue import breaks

INVALID = create(name="")
ERROR = shows(error_is_declared, INVALID)
ERROR_MEDIA_TYPE = shows(is_json, INVALID)


class _Invalid(Service):
    """Answers a body that breaks a rule with another status."""

    status = 400

    def refusal(self, refused: Refused) -> Answer:
        if refused.status == 400:
            refused.status = self.status
        return super().refusal(refused)


class _ErrorBody(Service):
    """Changes the body of an error."""

    def error_body(self, refused: Refused) -> object:
        return self.said(refused.code, refused.message)

    @abstractmethod
    def said(self, code: str, message: str) -> object:
        """Return the body for a code and a message."""


@breaks("status-declared", "bad-request-status", shown_by=refused(INVALID, wrong=422))
class Invalid422(_Invalid):
    """A body that breaks a rule is answered with 422."""

    status = 422


@breaks("bad-request-status", shown_by=refused(INVALID, wrong=403))
class Invalid403(_Invalid):
    """A body that breaks a rule is answered with 403."""

    status = 403


@breaks("bad-request-status", shown_by=refused(INVALID, wrong=404))
class Invalid404(_Invalid):
    """A body that breaks a rule is answered with 404."""

    status = 404


@breaks("no-server-error", "bad-request-status", shown_by=refused(INVALID, wrong=500))
class Invalid500(_Invalid):
    """A body that breaks a rule is answered with 500."""

    status = 500


@breaks("no-server-error", "bad-request-status", shown_by=refused(INVALID, wrong=503))
class Invalid503(_Invalid):
    """A body that breaks a rule is answered with 503."""

    status = 503


@breaks("project-foreign", "auth-required", shown_by=answers(403, 200, CREATE.at(FOREIGN)))
class ErrorsAre200(Service):
    """Every error is answered with status 200; only the body shows the error."""

    def refusal(self, refused: Refused) -> Answer:
        refused.status = 200
        return super().refusal(refused)


@breaks("error-media-type", "error-body", shown_by=ERROR_MEDIA_TYPE)
class ErrorsAreHtml(Service):
    """Errors are HTML pages."""

    def refusal(self, refused: Refused) -> Answer:
        headers = {"Content-Type": "text/html", **refused.headers}
        return Answer(refused.status, f"<html><h1>Error {refused.status}</h1></html>".encode(), headers)


@breaks("error-media-type", "error-body", shown_by=ERROR_MEDIA_TYPE)
class ErrorsArePlainText(Service):
    """Errors are plain text."""

    def refusal(self, refused: Refused) -> Answer:
        return Answer(refused.status, refused.message.encode(), {"Content-Type": "text/plain", **refused.headers})


@breaks("error-media-type", shown_by=ERROR_MEDIA_TYPE)
class ErrorsSentAsHtml(Service):
    """Errors are JSON, but sent as text/html."""

    def refusal(self, refused: Refused) -> Answer:
        return self.json_answer(
            refused.status, self.error_body(refused), {**refused.headers, "Content-Type": "text/html"}
        )


@breaks("error-media-type", "error-body", shown_by=ERROR_MEDIA_TYPE)
class ErrorsAreProblems(Service):
    """Errors are application/problem+json, with `title` and `detail` in place of the contract's members."""

    def refusal(self, refused: Refused) -> Answer:
        headers = {**refused.headers, "Content-Type": "application/problem+json"}
        return self.json_answer(refused.status, {"title": refused.code, "detail": refused.message}, headers)


@breaks("error-body", shown_by=ERROR)
class ErrorsEmpty(Service):
    """Errors have no body."""

    def refusal(self, refused: Refused) -> Answer:
        return Answer(refused.status, b"", {"Content-Type": "application/json", **refused.headers})


class _EmptyAt(Service):
    """Sends no body with one status."""

    status = 0

    def refusal(self, refused: Refused) -> Answer:
        if refused.status == self.status:
            return Answer(refused.status, b"", {"Content-Type": "application/json"})
        return super().refusal(refused)


@breaks("error-body", shown_by=shows(error_is_declared, ANONYMOUS))
class Error401Empty(_EmptyAt):
    """A 401 has no body."""

    status = 401


@breaks("error-body", shown_by=shows(error_is_declared, CREATE.at(FOREIGN)))
class Error403Empty(_EmptyAt):
    """A 403 has no body."""

    status = 403


@breaks("error-body", "error-media-type", shown_by=shows(error_is_declared, sends("{")))
class NoJsonAnsweredByFramework(Service):
    """A body that is not JSON is answered with an HTML page of the framework."""

    def refusal(self, refused: Refused) -> Answer:
        if refused.message == "The body is not JSON.":
            return Answer(400, b"<h1>Bad Request</h1>", {"Content-Type": "text/html"})
        return super().refusal(refused)


@breaks("error-body", shown_by=ERROR)
class ErrorCodeMissing(_ErrorBody):
    """An error has no `error_code`."""

    def said(self, code: str, message: str) -> object:
        return {"error_msg": message}


@breaks("error-body", shown_by=ERROR)
class ErrorCodeEmpty(_ErrorBody):
    """`error_code` is empty."""

    def said(self, code: str, message: str) -> object:
        return {"error_code": "", "error_msg": message}


@breaks("error-body", shown_by=ERROR)
class ErrorCodeNumber(_ErrorBody):
    """`error_code` is a number."""

    def said(self, code: str, message: str) -> object:
        return {"error_code": 1, "error_msg": message}


@breaks("error-body", shown_by=ERROR)
class ErrorCodeNull(_ErrorBody):
    """`error_code` is null."""

    def said(self, code: str, message: str) -> object:
        return {"error_code": None, "error_msg": message}


@breaks("error-body", shown_by=ERROR)
class ErrorMsgMissing(_ErrorBody):
    """An error has no `error_msg`."""

    def said(self, code: str, message: str) -> object:
        return {"error_code": code}


@breaks("error-body", shown_by=ERROR)
class ErrorMsgEmpty(_ErrorBody):
    """`error_msg` is empty."""

    def said(self, code: str, message: str) -> object:
        return {"error_code": code, "error_msg": ""}


@breaks("error-body", shown_by=ERROR)
class ErrorMsgObject(_ErrorBody):
    """`error_msg` is an object with one member per field."""

    def said(self, code: str, message: str) -> object:
        return {"error_code": code, "error_msg": {"snapshot": [message]}}


@breaks("error-body", shown_by=shows(error_is_declared, CREATE, CREATE))
class ErrorMsgEmptyForDuplicates(Service):
    """`error_msg` is empty when a name is taken."""

    def duplicate(self, draft: Draft) -> Refused:
        return Refused(400, "DWS.5039", "")


@breaks("error-body", shown_by=ERROR)
class ErrorMembersUnderOtherNames(_ErrorBody):
    """An error has `errCode` and `externalMessage` only."""

    def said(self, code: str, message: str) -> object:
        return {"errCode": code, "externalMessage": message}


@breaks("error-body", shown_by=ERROR)
class ErrorNested(_ErrorBody):
    """`error_code` and `error_msg` are inside a member `error`."""

    def said(self, code: str, message: str) -> object:
        return {"error": {"error_code": code, "error_msg": message}}


@breaks("error-body", shown_by=ERROR)
class ErrorInArray(_ErrorBody):
    """An error is an array that holds the object."""

    def said(self, code: str, message: str) -> object:
        return [{"error_code": code, "error_msg": message}]


@breaks("error-body", shown_by=ERROR)
class ErrorIsString(_ErrorBody):
    """An error is a JSON string."""

    def said(self, code: str, message: str) -> object:
        return message


@breaks("error-body", shown_by=shows(error_is_declared, create(name='a "name"')))
class NameUnescapedInError(Service):
    """A refused name is quoted in the error without escaping: a quotation mark in it makes the error invalid JSON."""

    def check_name(self, name: str) -> None:
        try:
            super().check_name(name)
        except Refused as refused:
            refused.message = f"snapshot.name: {name} is no name."
            raise

    def refusal(self, refused: Refused) -> Answer:
        answer = super().refusal(refused)
        text = f'{{"error_code": "{refused.code}", "error_msg": "{refused.message}"}}'
        return Answer(answer.status, text.encode("utf-8", "replace"), answer.headers)


@breaks("error-body", shown_by=shows(error_is_declared, create(name="é" * 65)))
class LengthCountedInCharacters(Service):
    """An error that quotes a non-ASCII name is cut short: its Content-Length counts characters, not bytes."""

    def check_name(self, name: str) -> None:
        try:
            super().check_name(name)
        except Refused as refused:
            refused.message = f"snapshot.name: {name} is no name."
            raise

    def refusal(self, refused: Refused) -> Answer:
        answer = super().refusal(refused)
        text = json.dumps(self.error_body(refused), ensure_ascii=False)
        body = text.encode("utf-8", "replace")[: len(text)]
        return Answer(answer.status, body, {**answer.headers, "Connection": "close"})
