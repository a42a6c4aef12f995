"""Faults in routes and methods."""

from ..refusal import Refused
from ..server import Service
from ..wire import Answer, Hangup, Request
from .catalogue import breaks


class _UnknownRoute(Service):
    """Answers a path that the contract does not name in another way."""

    def unknown(self, request: Request) -> Refused:
        raise NotImplementedError

    def route(self, request: Request) -> str:
        try:
            return super().route(request)
        except Refused as refused:
            if refused.status != 404:
                raise
            raise self.unknown(request) from refused


class _OtherMethod(Service):
    """Answers some methods that the path does not have in another way."""

    methods: frozenset[str] = frozenset()

    def check_method(self, request: Request) -> None:
        if request.method in self.methods:
            self.other(request)
        else:
            super().check_method(request)

    def other(self, request: Request) -> None:
        """Return for a request that is taken for a POST; raise `Refused` for the others."""


@breaks("route-unknown")
class RouteUnknown200(_UnknownRoute):
    """An unknown path is answered with 200."""

    def unknown(self, request: Request) -> Refused:
        return Refused(200, "DWS.0000", "Start here.")


@breaks("route-unknown")
class RouteUnknown400(_UnknownRoute):
    """An unknown path is answered with 400."""

    def unknown(self, request: Request) -> Refused:
        return Refused(400, "APIGW.0101", "The API does not exist.")


@breaks("route-unknown")
class RouteUnknown403(_UnknownRoute):
    """An unknown path is answered with 403, whatever the credentials are."""

    def unknown(self, request: Request) -> Refused:
        return Refused(403, "APIGW.0101", "Missing authentication token.")


@breaks("route-unknown")
class RouteUnknown405(_UnknownRoute):
    """An unknown path is answered with 405."""

    def unknown(self, request: Request) -> Refused:
        return Refused(405, "APIGW.0101", "No such method.", {"Allow": "POST"})


@breaks("route-unknown", "no-server-error")
class RouteUnknown500(_UnknownRoute):
    """An unknown path is answered with 500."""

    def unknown(self, request: Request) -> Refused:
        return Refused(500, "DWS.9999", "Server failure.")


@breaks("route-unknown", "always-answers")
class RouteUnknownHangsUp(Service):
    """An unknown path is not answered: the connection is closed."""

    def route(self, request: Request) -> str:
        if request.path.split("/")[-1] != "snapshots":
            raise Hangup
        return super().route(request)


@breaks("route-unknown")
class RouteEndUnchecked(Service):
    """A path with more segments behind `snapshots` is taken for the path without them."""

    def segments(self, request: Request) -> list[str]:
        return super().segments(request)[:4]


@breaks("route-unknown")
class RouteComparedByStart(Service):
    """A path whose last segment starts with `snapshots`, such as `snapshots2`, is taken for the path."""

    def segments(self, request: Request) -> list[str]:
        return ["snapshots" if segment.startswith("snapshots") else segment for segment in super().segments(request)]


@breaks("route-unknown")
class RouteVersionUnchecked(Service):
    """A path with another version, such as `v2`, is taken for the path."""

    def segments(self, request: Request) -> list[str]:
        return [
            "v1.0" if segment in ("v1", "v1.1", "v2", "v2.0", "v3") else segment
            for segment in super().segments(request)
        ]


@breaks("route-unknown")
class RouteCaseIgnored(Service):
    """A path in upper case is taken for the path."""

    def segments(self, request: Request) -> list[str]:
        return [segment.lower() for segment in super().segments(request)]


@breaks("method-not-allowed")
class Get200(_OtherMethod):
    """GET is answered with 200."""

    methods = frozenset({"GET"})

    def other(self, request: Request) -> None:
        raise Refused(200, "DWS.0000", "No snapshots.")


@breaks("method-not-allowed")
class OtherMethods404(Service):
    """A method that the path does not have is answered with 404."""

    def check_method(self, request: Request) -> None:
        if request.method != "POST":
            raise Refused(404, "APIGW.0101", "The API does not exist.")


@breaks("method-not-allowed")
class OtherMethods400(Service):
    """A method that the path does not have is answered with 400."""

    def check_method(self, request: Request) -> None:
        if request.method != "POST":
            raise Refused(400, "APIGW.0102", "The API has no such method.")


@breaks("method-not-allowed", "no-server-error")
class OtherMethods501(Service):
    """A method that the path does not have is answered with 501."""

    def check_method(self, request: Request) -> None:
        if request.method != "POST":
            raise Refused(501, "APIGW.0102", "The method is not implemented.")


@breaks("method-not-allowed")
class PutTakenForPost(_OtherMethod):
    """PUT creates a snapshot, as POST does."""

    methods = frozenset({"PUT"})


@breaks("method-not-allowed")
class PatchTakenForPost(_OtherMethod):
    """PATCH creates a snapshot, as POST does."""

    methods = frozenset({"PATCH"})


@breaks("method-not-allowed")
class AnyMethodTakenForPost(Service):
    """Every method creates a snapshot, as POST does."""

    def check_method(self, request: Request) -> None:
        return


@breaks("method-not-allowed")
class Delete202(_OtherMethod):
    """DELETE is answered with 202."""

    methods = frozenset({"DELETE"})

    def other(self, request: Request) -> None:
        raise Refused(202, "DWS.0000", "Deleted.")


@breaks("method-allow-header")
class AllowMissing(Service):
    """A 405 has no Allow header."""

    def refusal(self, refused: Refused) -> Answer:
        refused.headers = {}
        return super().refusal(refused)


@breaks("method-allow-header")
class AllowWithoutPost(Service):
    """The Allow header of a 405 does not name POST."""

    def refusal(self, refused: Refused) -> Answer:
        refused.headers = {"Allow": "GET, HEAD"} if refused.status == 405 else {}
        return super().refusal(refused)


@breaks("method-allow-header")
class AllowNamesRefusedMethods(Service):
    """The Allow header of a 405 names the method that it refuses."""

    def refusal(self, refused: Refused) -> Answer:
        refused.headers = {"Allow": "DELETE, GET, PATCH, POST, PUT"} if refused.status == 405 else {}
        return super().refusal(refused)
