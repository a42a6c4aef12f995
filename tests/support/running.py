"""A running `dws-reference` for tests: a real process, which tests reach over HTTP only."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

import httpx

from dws_reference import demo
from support.raw_client import RawAnswer, exchange, head

ENDS_WITHIN = 30
LISTENING = "Listening on "
SNAPSHOTS = f"/v1.0/{demo.PROJECT_ID}/snapshots"
"""The path of the demo project's snapshots."""
CLUSTER_SNAPSHOTS = f"/v1.0/{demo.PROJECT_ID}/clusters/{demo.CLUSTER_ID}/snapshots"
"""The path of the demo cluster's snapshots."""


@dataclass(frozen=True)
class RunningReference:
    """A reference that accepts requests. `url` is its root, without a slash at the end."""

    url: str
    process: subprocess.Popen[str]
    output: IO[str]

    @property
    def host(self) -> str:
        """The value for a Host header."""
        return urlsplit(self.url).netloc

    @property
    def address(self) -> tuple[str, int]:
        """Its host and port, for `socket.create_connection`."""
        parts = urlsplit(self.url)
        return str(parts.hostname), int(parts.port or 0)

    @property
    def snapshots_url(self) -> str:
        """The demo project's snapshots."""
        return self.url + SNAPSHOTS

    def log(self) -> str:
        """Its output on standard error so far, complete once `stop` has returned."""
        with open(self.output.name, encoding="utf-8", errors="replace") as written:
            return written.read()

    def post(self, target: str, content: Any, *headers: str) -> RawAnswer:
        """Send a JSON body, with headers as `Name: value`, on a connection of its own."""
        body = json.dumps(content).encode()
        lines = ("Content-Type: application/json", f"Content-Length: {len(body)}", *headers)
        return exchange(self.address, head("POST", target, *lines), body)

    def token(self, **replaced: str) -> str:
        """Fetch a token from its IAM, for the demo user unless `username`, `password` or `domain` say otherwise.

        Raises RuntimeError if IAM refuses.
        """
        answer = self.post("/v3/auth/tokens", token_request(**replaced))
        if answer.status != 201:
            raise RuntimeError(f"no token: {answer.content!r}")
        return str(answer.headers["X-Subject-Token"])

    def create(self, token: str, name: str, **members: Any) -> RawAnswer:
        """Create a snapshot of the demo cluster with a token."""
        snapshot = {"name": name, "cluster_id": demo.CLUSTER_ID, **members}
        return self.post(SNAPSHOTS, {"snapshot": snapshot}, f"X-Auth-Token: {token}")

    def connected(self) -> socket.socket:
        """Open a new connection to it."""
        return socket.create_connection(self.address, timeout=ENDS_WITHIN)

    def client(self) -> httpx.Client:
        """Create a client that sends a token."""
        return httpx.Client(base_url=self.url, headers={"X-Auth-Token": self.token()}, trust_env=False, timeout=30)

    def stop(self, signal_number: int = signal.SIGTERM) -> int:
        """Send a signal, wait for the end, and return the exit status."""
        self.process.send_signal(signal_number)
        return self.process.wait(ENDS_WITHIN)


@contextmanager
def running_reference(*options: str, environment: dict[str, str] | None = None) -> Iterator[RunningReference]:
    """Run a reference on a free port with these options of `dws-reference`, and end it on exit.

    `environment` adds to the environment, from which the reference's own variables are removed. Raises RuntimeError
    with its output if it does not start.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DWS_REFERENCE_")}
    command = [sys.executable, "-m", "dws_reference", "--port", "0", *options]
    with (
        tempfile.NamedTemporaryFile("w", suffix=".log") as output,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
            env=clean | (environment or {}),
            process_group=0,
        ) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            reference = RunningReference(line.removeprefix(LISTENING).strip(), process, output)
            if not line.startswith(LISTENING):
                raise RuntimeError(f"dws-reference did not start: {line}{reference.log()}")
            yield reference
        finally:
            if process.poll() is None:
                end(process)


def end(process: subprocess.Popen[str]) -> None:
    """End a reference with SIGTERM. If it does not end, kill it and fail."""
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def token_request(
    username: str = demo.USERNAME, password: str = demo.PASSWORD, domain: str = demo.DOMAIN
) -> dict[str, Any]:
    """The body of `POST /v3/auth/tokens` for the demo project."""
    user = {"name": username, "password": password, "domain": {"name": domain}}
    identity = {"methods": ["password"], "password": {"user": user}}
    return {"auth": {"identity": identity, "scope": {"project": {"id": demo.PROJECT_ID}}}}
