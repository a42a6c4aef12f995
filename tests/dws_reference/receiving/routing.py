"""Find the endpoint of a path and a method."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from dws_reference.problems import unknown_method, unknown_path
from dws_reference.receiving.http import Answer, Request

Endpoint = Callable[[Request], Awaitable[Answer]]

_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class Router:
    """Paths are compared segment by segment after each is decoded once: no `..`, `//` or `%2F` leads elsewhere.

    Starlette's router would decode the whole path first, serve HEAD wherever there is a GET, and name in `Allow` the
    methods of one route only.
    """

    def __init__(self) -> None:
        self._routes: dict[tuple[str, ...], dict[str, Endpoint]] = {}

    def add(self, method: str, template: str, endpoint: Endpoint) -> None:
        """Serve a method of a path such as `/v1.0/{project_id}/snapshots`, unless something was added there before."""
        self._routes.setdefault(tuple(template.split("/")), {}).setdefault(method, endpoint)

    def find(self, method: str, path: bytes) -> tuple[Endpoint, dict[str, str]]:
        """What serves this request, and the parameters of its path.

        Raises Problem: 404 for a path that is not served, 405 with `Allow` for a method that the path does not have.
        """
        segments = _decoded(path)
        for template, endpoints in self._routes.items():
            parameters = _match(template, segments)
            if parameters is not None:
                if method not in endpoints:
                    raise unknown_method(method, sorted(endpoints))
                return endpoints[method], parameters
        raise unknown_path(path.decode("latin-1"))


@lru_cache(256)
def _decoded(path: bytes) -> tuple[str, ...]:
    """The path's segments; none if a segment is not percent-encoded UTF-8."""
    if _PERCENT.search(path):
        return ()
    try:
        return tuple(unquote_to_bytes(segment).decode("utf-8") for segment in path.split(b"/"))
    except UnicodeDecodeError:
        return ()


def _match(template: tuple[str, ...], segments: tuple[str, ...]) -> dict[str, str] | None:
    if len(template) != len(segments):
        return None
    parameters = {}
    for expected, given in zip(template, segments, strict=True):
        if expected.startswith("{") and given:
            parameters[expected[1:-1]] = given
        elif expected != given:
            return None
    return parameters
