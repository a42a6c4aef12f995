"""An ordinary gateway in front of a correct service: its own answers are no deviations of the service."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dws_contract import run
from dws_contract.steps import hosts
from plain_server.faults import CATALOGUE
from plain_server.server import Service
from plain_server.wire import Answer, Request
from support.served import served

HTML = {"Content-Type": "text/html", "Server": "nginx/1.26.3"}
MOST = 512 * 1024
"""Half of what nginx takes: no question is longer than that."""
APACHE = (
    b"<html><body><h1>Not Found</h1>\n<address>Apache/2.4.71 (Debian) Server at dws Port 80</address>\n</body></html>"
)


def page(status: int, reason: str) -> Answer:
    """A page of nginx's own."""
    title = f"<title>{status} {reason}</title>"
    body = f"<html>\r\n<head>{title}</head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n"
    return Answer(status, f"{body}<hr><center>nginx/1.26.3</center>\r\n</body>\r\n</html>\r\n".encode(), HTML)


class BehindNginx(Service):
    """A correct service behind a gateway that has bounds of its own."""

    async def answer(self, request: Request) -> Answer:
        if len(request.body) > MOST:
            return page(413, "Request Entity Too Large")
        if any(text in request.path for text in ("%00", "%0A")) or ";" in request.query:
            return page(400, "Bad Request")
        return await super().answer(request)


class BehindApache(Service):
    """A correct service behind a gateway that has a page of its own for one path."""

    async def answer(self, request: Request) -> Answer:
        return (
            Answer(404, APACHE, {"Content-Type": "text/html"})
            if "%00" in request.path
            else await super().answer(request)
        )


def test_a_page_of_apaches_is_no_deviation() -> None:
    with served(BehindApache(), only=("identifiers",)) as options:
        report = run(options)
    assert report.conforms, report.summary()


def test_what_a_stock_gateway_answers_by_itself_is_no_deviation() -> None:
    with served(BehindNginx(), max_examples=36) as options:
        report = run(options)
    assert report.conforms, report.summary()


class SeesAnotherHost(Service):
    """A correct service that somebody sends another Host than the suite did."""

    async def answer(self, request: Request) -> Answer:
        return await super().answer(replace(request, headers={**request.headers, "host": "dws.internal"}))


def test_a_changed_host_is_told() -> None:
    service = SeesAnotherHost()
    keys: dict[str, Any] = {"access_key": service.account.access_key, "secret_key": service.account.secret_key}
    with served(service, only=("proofs",), **keys) as options:
        report = run(options)
    (deviation,) = report.of("broken")[0].deviations
    assert deviation.clause == "auth-alternatives"
    assert hosts.CHANGED in deviation.sentence


def test_a_host_that_is_given_is_signed() -> None:
    service = Service()
    keys: dict[str, Any] = {"access_key": service.account.access_key, "secret_key": service.account.secret_key}
    with served(service, only=("proofs",), headers=(("Host", "dws.internal.example"),), **keys) as options:
        report = run(options)
    assert report.conforms, report.summary()


def test_a_page_that_is_nobodys_is_a_deviation() -> None:
    fault = next(each for each in CATALOGUE.values() if each.clauses == ("error-media-type",))
    with served(fault.service()) as options:
        report = run(options)
    assert "error-media-type" in {verdict.clause.id for verdict in report.of("broken")}
