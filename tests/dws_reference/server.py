"""The reference as a process: a port, worker processes, and an orderly end.

It speaks ASGI with Granian, not Granian's own RSGI: that is a little faster, but decodes paths, drops headers that are
not ASCII, and takes a chunked body that breaks off as complete.
"""

from __future__ import annotations

import ipaddress
import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Collection
from functools import partial
from multiprocessing import SimpleQueue
from multiprocessing.connection import wait
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from dws_reference.app import Application
from dws_reference.operations import load_operations
from dws_reference.settings import Settings
from dws_reference.snapshots import HANDLERS
from dws_reference.storage import database, seed

STOP_TIMEOUT = 8
"""Seconds that requests in flight have after SIGTERM. Those that are not answered by then are cut off."""

_LOGGING = {
    "formatters": {"generic": {"format": "dws-reference: %(message)s"}},
    "handlers": {name: {"class": "logging.StreamHandler", "formatter": "generic"} for name in ("console", "access")},
}
"""Granian's messages go to standard error: standard output is promised to be one line."""

_KNOWN = "can be reached from elsewhere, and everybody knows the demo account: set --secret-key and --password"
_POLL = 0.01


class StartError(Exception):
    """The reference cannot start; the message is one sentence for its user."""


def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT, then finish the requests in flight.

    Prints `Listening on http://HOST:PORT` on standard output once it answers. Raises StartError.
    """
    _check_operations(settings)
    reserved = _reserve(settings.host, settings.port)
    address, port = reserved.getsockname()[:2]
    loopback = ipaddress.ip_address(address.partition("%")[0]).is_loopback
    if settings.admin == "local" and not loopback:
        raise StartError(
            f"--admin: --host {settings.host} can be reached from elsewhere; to allow that, pass --admin anywhere"
        )
    _check_database(settings)
    if settings.known_to_everybody and not loopback:
        print(f"dws-reference: warning: --host {settings.host} {_KNOWN}", file=sys.stderr, flush=True)
    hosts = (settings.host, *settings.allow_hosts) if loopback or settings.allow_hosts else None
    server = Granian(
        "dws_reference",
        address=address,
        port=port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        http=HTTPModes.http1,
        websockets=False,
        loop=Loops.asyncio,  # uvloop, if it is installed, loses a SIGTERM that comes while a worker starts
        http1_settings=HTTP1Settings(header_read_timeout=settings.read_timeout * 1000),
        workers_kill_timeout=STOP_TIMEOUT,
        log_level=LogLevels.error,  # its only other warning, that a worker had to be killed, is at times untrue
        log_dictconfig=_LOGGING,
    )
    url = f"http://[{settings.host}]:{port}" if ":" in settings.host else f"http://{settings.host}:{port}"
    os.register_at_fork(after_in_child=_forget_signals)
    announce = partial(_announce, reserved.family, reserved.getsockname(), url)
    threading.Thread(target=announce, daemon=True).start()
    if sys.platform != "linux":
        reserved.close()  # on other systems a port is bound once, and workers share the socket
    loader = _Loader(settings, hosts)
    try:
        server.serve(target_loader=loader)
    except SystemExit:
        if not loader.errors.empty():
            raise StartError(f"--database: {loader.errors.get()}") from None
        raise


class _Loader:
    """Makes a worker's application, in the worker. `errors` tells the parent why one could not start."""

    def __init__(self, settings: Settings, hosts: Collection[str] | None) -> None:
        self._settings = settings
        self._hosts = hosts
        self.errors: SimpleQueue[str] = SimpleQueue()

    def __call__(self, target: str) -> Application:
        os.setpgrp()  # Ctrl-C is for the parent, which then ends its workers in order
        threading.Thread(target=_end_with_parent, daemon=True).start()
        try:
            return Application(self._settings, self._hosts)
        except database.DatabaseError as error:
            self.errors.put(str(error))
            os._exit(2)


def _check_operations(settings: Settings) -> None:
    for operation in load_operations():
        if operation.operation_id not in HANDLERS:
            what = f"{operation.operation_id}, {operation.method} {operation.path}"
            raise StartError(f"openapi.yaml: the operation {what}, has no handler")
    unknown = {fault.operation for fault in settings.faults} - {None, *HANDLERS}
    if unknown:
        raise StartError(f"--fault: no operation is named {unknown.pop()!a}")


def _check_database(settings: Settings) -> None:
    """Check the database, and prepare it, before any worker starts."""
    try:
        if not database.is_memory(settings.database):
            engine = database.open_database(settings.database)
            with database.telling(engine.url):
                database.check_pages(engine)
                seed.prepare(engine, settings, first=True)
            engine.dispose()
        elif settings.workers > 1:
            raise StartError(
                f"--workers {settings.workers}: several workers can't share a database in memory; "
                "set --database to sqlite:///FILE or postgresql+psycopg://…"
            )
    except database.DatabaseError as error:
        raise StartError(f"--database: {error}") from error


def _reserve(host: str, port: int) -> socket.socket:
    """Bind the port before the workers do: port 0 becomes a number, and a port that is taken is reported."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        reserved = socket.socket(family, kind, protocol)
        if port:
            reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(address)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StartError(f"--host {host} --port {port}: cannot listen there: {reason}") from error
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    return reserved


def _announce(family: socket.AddressFamily, address: Any, url: str) -> None:
    """Print the address once a worker listens. Workers are forked meanwhile, so nothing here may hold a lock."""
    while True:
        with socket.socket(family) as probe:
            if probe.connect_ex(address) == 0:
                break
        time.sleep(_POLL)
    os.write(1, f"Listening on {url}\n".encode())


def _forget_signals() -> None:
    """Let SIGTERM end a worker that has not begun yet, instead of running its parent's handler."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _end_with_parent() -> None:
    """End a worker whose parent was killed, so that the port is free."""
    parent: Any = multiprocessing.parent_process()
    wait([parent.sentinel])
    os._exit(1)
