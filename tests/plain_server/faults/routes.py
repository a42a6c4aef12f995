"""Faults in routes and methods."""

from abc import abstractmethod
from collections.abc import Mapping

from ..refusal import Refused
from ..server import Call, Service
from ..wire import Answer, Hangup, Request
from ..witnesses.asking import CREATE, NO_ANSWER, PATH, UNKNOWN_SNAPSHOT
from ..witnesses.witness import Witness, answers, shows
from .catalogue import breaks


def _at(path: str, wrong: int) -> Witness:
    return answers(404, wrong, CREATE.at(path))


def _by(method: str, wrong: int) -> Witness:
    return answers(405, wrong, CREATE.by(method))


ALLOW = shows(lambda reply: reply.headers.get("allow") == "GET, POST", CREATE.by("PUT"))


class _UnknownRoute(Service):
    """Answers a path that is not in the contract differently."""

    @abstractmethod
    def unknown(self, request: Request) -> Refused:
        """Return the refusal of an unknown route."""

    def route(self, request: Request) -> Call:
        try:
            return super().route(request)
        except Refused as refused:
            if refused.status != 404:
                raise
            raise self.unknown(request) from refused


class _OtherMethod(Service):
    """Answers some methods that the path does not have differently."""

    methods: frozenset[str] = frozenset()

    def operation(self, method: str, operations: Mapping[str, str]) -> str:
        if method in self.methods and method not in operations:
            return self.other(operations)
        return super().operation(method, operations)

    def other(self, operations: Mapping[str, str]) -> str:
        """Return the operation to run for a method; raise `Refused` for the others."""
        return super().operation("POST", operations)


@breaks("route-unknown", shown_by=_at("/", 200))
class RouteUnknown200(_UnknownRoute):
    """An unknown path is answered with 200."""

    def unknown(self, request: Request) -> Refused:
        return Refused(200, "DWS.0000", "Start here.")


@breaks("route-unknown", shown_by=_at("/", 400))
class RouteUnknown400(_UnknownRoute):
    """An unknown path is answered with 400."""

    def unknown(self, request: Request) -> Refused:
        return Refused(400, "APIGW.0101", "The API does not exist.")


@breaks("route-unknown", shown_by=_at("/", 403))
class RouteUnknown403(_UnknownRoute):
    """An unknown path is answered with 403, whatever the credentials are."""

    def unknown(self, request: Request) -> Refused:
        return Refused(403, "APIGW.0101", "Missing authentication token.")


@breaks("route-unknown", shown_by=_at("/", 405))
class RouteUnknown405(_UnknownRoute):
    """An unknown path is answered with 405."""

    def unknown(self, request: Request) -> Refused:
        return Refused(405, "APIGW.0101", "No such method.", {"Allow": "POST"})


@breaks("route-unknown", "no-server-error", shown_by=_at("/", 500))
class RouteUnknown500(_UnknownRoute):
    """An unknown path is answered with 500."""

    def unknown(self, request: Request) -> Refused:
        return Refused(500, "DWS.9999", "Server failure.")


@breaks("route-unknown", "always-answers", shown_by=_at("/", NO_ANSWER))
class RouteUnknownHangsUp(_UnknownRoute):
    """An unknown path is not answered: the connection is closed."""

    def unknown(self, request: Request) -> Refused:
        raise Hangup


@breaks("route-unknown", shown_by=_at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions/more", 400))
class RouteEndUnchecked(Service):
    """A path with more segments than any path has, such as `…/actions/more`, is taken for the path without them."""

    def segments(self, request: Request) -> list[str]:
        return super().segments(request)[:6]


@breaks("route-unknown", shown_by=_at(f"{PATH}2", 200))
class RouteComparedByStart(Service):
    """A path whose last segment starts with `snapshots`, such as `snapshots2`, is taken for the path."""

    def segments(self, request: Request) -> list[str]:
        return ["snapshots" if segment.startswith("snapshots") else segment for segment in super().segments(request)]


@breaks("route-unknown", shown_by=_at(PATH.replace("v1.0", "v2"), 200))
class RouteVersionUnchecked(Service):
    """A path with another version, such as `v2`, is taken for the path."""

    def segments(self, request: Request) -> list[str]:
        return [
            "v1.0" if segment in ("v1", "v1.1", "v2", "v2.0", "v3") else segment
            for segment in super().segments(request)
        ]


@breaks("route-unknown", shown_by=_at(PATH.upper(), 200))
class RouteCaseIgnored(Service):
    """A path in upper case is taken for the path."""

    def segments(self, request: Request) -> list[str]:
        return [segment.lower() for segment in super().segments(request)]


@breaks("method-not-allowed", shown_by=answers(405, 200, CREATE.at(f"{PATH}/{UNKNOWN_SNAPSHOT}/actions").by("GET")))
class Get200(_OtherMethod):
    """GET is answered with 200 on the paths that have POST only, too."""

    methods = frozenset({"GET"})

    def other(self, operations: Mapping[str, str]) -> str:
        raise Refused(200, "DWS.0000", "Nothing to see.")


@breaks("method-not-allowed", shown_by=_by("PUT", 404))
class OtherMethods404(Service):
    """A method that the path does not have is answered with 404."""

    def operation(self, method: str, operations: Mapping[str, str]) -> str:
        if method not in operations:
            raise Refused(404, "APIGW.0101", "The API does not exist.")
        return super().operation(method, operations)


@breaks("method-not-allowed", shown_by=_by("PUT", 400))
class OtherMethods400(Service):
    """A method that the path does not have is answered with 400."""

    def operation(self, method: str, operations: Mapping[str, str]) -> str:
        if method not in operations:
            raise Refused(400, "APIGW.0102", "The API has no such method.")
        return super().operation(method, operations)


@breaks("method-not-allowed", "no-server-error", shown_by=_by("BREW", 501))
class OtherMethods501(Service):
    """A method that the path does not have is answered with 501."""

    def operation(self, method: str, operations: Mapping[str, str]) -> str:
        if method not in operations:
            raise Refused(501, "APIGW.0102", "The method is not implemented.")
        return super().operation(method, operations)


@breaks("method-not-allowed", shown_by=_by("PUT", 200))
class PutTakenForPost(_OtherMethod):
    """PUT creates a snapshot, as POST does."""

    methods = frozenset({"PUT"})


@breaks("method-not-allowed", shown_by=_by("PATCH", 200))
class PatchTakenForPost(_OtherMethod):
    """PATCH creates a snapshot, as POST does."""

    methods = frozenset({"PATCH"})


@breaks("method-not-allowed", shown_by=_by("BREW", 200))
class AnyMethodTakenForPost(Service):
    """Every method that a path does not have is taken for POST."""

    def operation(self, method: str, operations: Mapping[str, str]) -> str:
        return super().operation(method if method in operations else "POST", operations)


@breaks("method-not-allowed", shown_by=_by("DELETE", 202))
class Delete202(_OtherMethod):
    """DELETE is answered with 202 on the paths that do not have it, too."""

    methods = frozenset({"DELETE"})

    def other(self, operations: Mapping[str, str]) -> str:
        raise Refused(202, "DWS.0000", "Deleted.")


@breaks("method-allow-header", shown_by=ALLOW)
class AllowMissing(Service):
    """A 405 has no Allow header."""

    def refusal(self, refused: Refused) -> Answer:
        refused.headers = {}
        return super().refusal(refused)


@breaks("method-allow-header", shown_by=ALLOW)
class AllowWithoutPost(Service):
    """The Allow header of a 405 does not name POST."""

    def refusal(self, refused: Refused) -> Answer:
        refused.headers = {"Allow": "GET, HEAD"} if refused.status == 405 else {}
        return super().refusal(refused)


@breaks("method-allow-header", shown_by=ALLOW)
class AllowNamesRefusedMethods(Service):
    """The Allow header of a 405 names the method that it refuses."""

    def refusal(self, refused: Refused) -> Answer:
        refused.headers = {"Allow": "DELETE, GET, PATCH, POST, PUT"} if refused.status == 405 else {}
        return super().refusal(refused)
