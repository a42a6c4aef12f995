"""Talks to the program of a client, written in the client's language. It reads one call per line and prints one result.

The first line that it prints has the version of the client. A result is JSON: `answer` with the value that the client
returned, or those of `status`, `code`, `message`, `request_id` that the client shows of an error.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Timer
from typing import IO, Any

from contract import load
from interop.clients import Client

ENDS_WITHIN = 300
OTHERS = ("DWS_", "HUAWEICLOUD_SDK_", "OS_")
"""Variables that would choose another service."""

Outcome = dict[str, Any]


class ConversationError(Exception):
    """The program ended, or a call failed that should succeed. The message has the program's words."""


def _places() -> dict[str, dict[str, str]]:
    return {
        operation["operationId"]: {"method": method.upper(), "path": path}
        for path, item in load()["paths"].items()
        for method, operation in item.items()
        if isinstance(operation, dict) and "operationId" in operation
    }


PLACES = _places()
"""Method and path of each operation, for clients that have no methods for operations."""


class Conversation:
    """A running program of a client. `version` is the client's."""

    def __init__(self, process: subprocess.Popen[str], errors: IO[str]) -> None:
        self._process = process
        self._errors = errors
        self.version = str(self._read()["version"])

    def call(self, operation: str, **request: Any) -> Outcome:
        """Make a call and return its result."""
        line = {"operation": operation, **PLACES.get(operation, {}), "request": request}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return self._read()

    def answer(self, operation: str, **request: Any) -> Any:
        """Make a call and return the client's value. Raises ConversationError if the client reports an error."""
        outcome = self.call(operation, **request)
        if "answer" not in outcome:
            raise ConversationError(f"{operation}: {outcome}")
        return outcome["answer"]

    def _read(self) -> Outcome:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._errors.seek(0)
            raise ConversationError(f"the program ended: {self._errors.read().strip()[-1000:]}")
        return dict(json.loads(line))


@contextmanager
def speaking(client: Client, variables: Mapping[str, str]) -> Iterator[Conversation]:
    """Start a client's program with these variables, and end it on exit."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    loopback = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    with (
        tempfile.TemporaryDirectory() as home,
        tempfile.TemporaryFile("w+") as errors,
        subprocess.Popen(
            client.command,
            cwd=client.folder,
            env={**clean, **loopback, "HOME": home, **client.variables, **variables},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        timer = Timer(ENDS_WITHIN, process.kill)
        timer.start()
        try:
            yield Conversation(process, errors)
        finally:
            timer.cancel()
            process.kill()
