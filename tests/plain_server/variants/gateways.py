"""Gateways in front of the service that answer by themselves: decision 1 leaves their statuses and bodies open."""

from itertools import count

from ..refusal import Refused
from ..server import Service
from ..wire import Answer, Request
from .catalogue import correct

_JSON = {"Content-Type": "application/json"}
_HTML = {"Content-Type": "text/html"}
_THROTTLED = b'{"error_code": "APIGW.0308", "error_msg": "The throttling threshold has been reached."}'


@correct
class Throttled(Service):
    """Every 50th request is answered with 429."""

    def prepare(self) -> None:
        super().prepare()
        self.throttled = count(1)

    async def answer(self, request: Request) -> Answer:
        if next(self.throttled) % 50 == 0:
            return Answer(429, _THROTTLED, {**_JSON, "Retry-After": "0"})
        return await super().answer(request)


@correct
class BadGateway(Service):
    """Every 61st request is answered with 502, and an HTML page."""

    def prepare(self) -> None:
        super().prepare()
        self.lost = count(1)

    async def answer(self, request: Request) -> Answer:
        if next(self.lost) % 61 == 0:
            return Answer(502, b"<h1>Bad Gateway</h1>", _HTML)
        return await super().answer(request)


@correct
class UnavailableAsHtml(Service):
    """Every 71st request is answered with 503, and an HTML page."""

    def prepare(self) -> None:
        super().prepare()
        self.away = count(1)

    async def answer(self, request: Request) -> Answer:
        if next(self.away) % 71 == 0:
            return Answer(503, b"<h1>Service Unavailable</h1>", _HTML)
        return await super().answer(request)


@correct
class LargeBody413(Service):
    """A body of more than 64 KiB is answered with 413."""

    async def answer(self, request: Request) -> Answer:
        if len(request.body) > 64 * 1024:
            return Answer(413, b"<h1>Request Entity Too Large</h1>", _HTML)
        return await super().answer(request)


@correct
class UnauthorizedAsKeystone(Service):
    """A 401 has the body that IAM gives it."""

    def error_body(self, refused: Refused) -> object:
        if refused.status == 401:
            return {"error": {"code": 401, "message": refused.message, "title": "Unauthorized"}}
        return super().error_body(refused)
