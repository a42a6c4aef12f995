"""The project's whole list. A short list is read whenever that is useful, a long one seldom."""

from __future__ import annotations

from typing import Any

from dws_contract.steps.known import KnownSnapshots
from dws_contract.traffic.messages import Exchange
from dws_contract.traffic.requests import Requests
from dws_contract.traffic.sending import Sender

_LOOKS = 2


class Listing:
    """Reads the list. A long list costs the service and the run more than anything else, so its result is kept."""

    def __init__(self, requests: Requests, sender: Sender, snapshots: KnownSnapshots) -> None:
        self._requests = requests
        self._sender = sender
        self._snapshots = snapshots
        self._looks_left = _LOOKS

    @property
    def is_long(self) -> bool:
        """Whether the list is so long that it is seldom read."""
        return self._snapshots.are_many

    def read(self) -> Exchange:
        """Read the list, however long it is. The clauses on all answers judge the answer."""
        return self._sender.observe(self._requests.lists())

    def look(self) -> Exchange | None:
        """Read the list, unless it is long and was read often enough: then return None."""
        if self.is_long:
            self._looks_left -= 1
        return self.read() if not self.is_long or self._looks_left >= 0 else None

    def snapshots(self) -> list[dict[str, Any]]:
        """Return the snapshots of the list. For a long list: of the last reading, without those deleted since."""
        if not self.is_long:
            self._snapshots.listed = []
            self.read()
            return self._snapshots.listed
        gone = {each.id for each in self._snapshots.of("gone")}
        return [each for each in self._snapshots.listed if each["id"].lower() not in gone]
