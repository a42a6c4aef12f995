"""The project's whole list: read whenever it may tell something where it is short, seldom where it is long."""

from __future__ import annotations

from typing import Any

from dws_contract.steps.known import KnownSnapshots
from dws_contract.traffic.messages import Exchange
from dws_contract.traffic.requests import Requests
from dws_contract.traffic.sending import Sender

_LOOKS = 2


class Listing:
    """Reads the list. Where it is long, it costs the service and the run more than all else, so what was read stays."""

    def __init__(self, requests: Requests, sender: Sender, snapshots: KnownSnapshots) -> None:
        self._requests = requests
        self._sender = sender
        self._snapshots = snapshots
        self._looks_left = _LOOKS

    @property
    def is_long(self) -> bool:
        """Whether the list is too long to be read at will."""
        return self._snapshots.are_many

    def read(self) -> Exchange:
        """Read the list, however long it is. The clauses on all answers judge it."""
        return self._sender.observe(self._requests.lists())

    def look(self) -> Exchange | None:
        """Read the list; None where it is long and was looked at often enough."""
        if self.is_long:
            self._looks_left -= 1
        return self.read() if not self.is_long or self._looks_left >= 0 else None

    def snapshots(self) -> list[dict[str, Any]]:
        """Return what the list holds; where it is long, as it was read last, but for what this run deleted since."""
        if not self.is_long:
            self._snapshots.listed = []
            self.read()
            return self._snapshots.listed
        gone = {each.id for each in self._snapshots.of("gone")}
        return [each for each in self._snapshots.listed if each["id"].lower() not in gone]
