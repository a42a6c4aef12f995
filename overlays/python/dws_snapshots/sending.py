"""The way of one request: httpx's own steps, without those that this API has no use for.

`httpx.Client.send` spends about a third of a call on cookies, redirects, event hooks and the merging of settings. The
connections, proxies, time-outs, an auth's flow and the log line are httpx's here, too.
"""

import json
import logging
from functools import lru_cache
from typing import Any

import httpx

from .answers import Answer
from .exchange import Exchange

LOG = logging.getLogger("httpx")
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=64)
def parsed(url: str) -> httpx.URL:
    """Return the address, parsed once: parsing takes a tenth of a call."""
    return httpx.URL(url)


def within(timeout: httpx.Timeout, longest: float) -> httpx.Timeout:
    """Return the time-outs, none above the longest, in seconds."""
    steps = timeout.as_dict().items()
    return httpx.Timeout(**{step: longest if value is None else min(value, longest) for step, value in steps})


def new_request(
    http: httpx.Client | httpx.AsyncClient, endpoint: str, exchange: Exchange[Any], longest: float | None
) -> httpx.Request:
    """Return the request of an operation, with the client's headers and time-outs, none of these above the longest."""
    fields = exchange.request
    url = parsed(endpoint + fields["url"])
    timeout = http.timeout if longest is None else within(http.timeout, longest)
    headers, content = [(b"Host", url.netloc), *http.headers.raw], b""
    if "json" in fields:
        content = ENCODER.encode(fields["json"]).encode()
        headers += [(b"Content-Type", b"application/json"), (b"Content-Length", b"%d" % len(content))]
    request = httpx.Request(
        fields["method"],
        url,
        params=fields.get("params"),
        headers=headers,
        stream=httpx.ByteStream(content),
        extensions={"timeout": timeout.as_dict()},
    )
    request.headers.encoding = "ascii"  # else httpx looks for it, in every value, again and again
    request.read()
    return request


def is_short(http: httpx.Client | httpx.AsyncClient) -> bool:
    """Tell whether the short way is open; else `http.send` is to be used.

    It is not where the client is closed, where another httpx has no such method (it is not a public one), and where
    somebody has put a function of their own in the place of `send` to see each request, as Sentry does.
    """
    code, own = getattr(type(http).send, "__code__", None), type(http).build_request.__code__
    return (
        code is not None
        and code.co_filename == own.co_filename
        and hasattr(http, "_transport_for_url")
        and not http.is_closed
    )


def send(http: httpx.Client, auth: httpx.Auth, request: httpx.Request) -> Answer:
    """Send a request, and before it what its proof of identity needs.

    Raises httpx.RequestError, which names the request that failed, where no answer began.
    """
    if not is_short(http):
        return read(http.send(request, auth=auth, stream=True))
    flow = auth.sync_auth_flow(request)
    try:
        sent = next(flow)
        while True:
            try:
                response = http._transport_for_url(sent.url).handle_request(sent)
            except httpx.RequestError as error:
                error.request = sent
                raise
            response.request = sent
            log(sent, response.http_version, response.status_code, response.reason_phrase)
            try:
                sent = flow.send(response)
                response.read()
            except StopIteration:
                return read(response)
            except BaseException:
                response.close()
                raise
    finally:
        flow.close()


def log(request: httpx.Request, version: str, status: int, phrase: str) -> None:
    """Log a request and how it was answered, in httpx's words."""
    if LOG.isEnabledFor(logging.INFO):
        LOG.info('HTTP Request: %s %s "%s %d %s"', request.method, request.url, version, status, phrase)


def read(response: httpx.Response) -> Answer:
    """Return the answer as far as it comes."""
    body, cut = bytearray(), None
    try:
        for chunk in response.iter_bytes():
            body += chunk
    except httpx.RequestError as error:
        cut = error
    finally:
        response.close()
    return Answer(response.status_code, response.headers, bytes(body), cut)
