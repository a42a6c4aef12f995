"""Limits what a run may create: snapshots and clusters."""

from __future__ import annotations

from dws_contract.operations import Operation
from dws_contract.options import Options
from dws_contract.steps.noting import Notes
from dws_contract.steps.questions import Probe


class Budget:
    """The limits on creates and restores. One of each is reserved for a request that is wrongly accepted."""

    def __init__(self, options: Options, notes: Notes) -> None:
        self._options = options
        self._notes = notes
        self._quotas: dict[str, str] = {}

    @property
    def creates_left(self) -> int:
        """How many creates are left, by the limit of the run and the service's quota, if that is known."""
        is_full = "makes snapshots" in self._quotas
        return 0 if is_full else self._options.max_creates - len(self._notes.created)

    def left(self, record: Operation | None) -> int:
        """How many more things of a kind may be made."""
        if record is None or record.effect != "makes clusters":
            return self.creates_left
        is_full = record.effect in self._quotas
        return 0 if is_full else self._options.max_restores - self._notes.restored

    @property
    def may_create(self) -> bool:
        """Whether the run may send a create that should be accepted."""
        return self.creates_left > 1

    def end(self, record: Operation, status: int) -> str:
        """Note that the service makes no more of a kind: it refuses what it accepted before. Return that in words."""
        if record.effect == "makes clusters":
            what, count, option = "restore", self._notes.restored, "--max-restores"
        else:
            what, count, option = "create", len(self._notes.created), "--max-creates"
        said = f"after {count} of them the service refused a plain {what} ({status}); if that is a quota, set {option}"
        self._quotas[record.effect] = f"{said} {count}"
        return self._quotas[record.effect]

    def reason_against(self, probe: Probe, record: Operation | None) -> str:
        """Return why a probe would cost too much, empty if it would not."""
        if probe.free or (record is not None and record.reads):
            return ""
        if record is not None and probe.makes and record.effect in self._quotas:
            return self._quotas[record.effect]
        if record is not None and record.effect == "makes clusters":
            if probe.makes and not self._options.may_restore:
                return "restored clusters cost money, and --yes-restore-clusters is missing"
            return "" if self.left(record) > probe.makes else f"--max-restores {self._options.max_restores} was used up"
        if self.creates_left > probe.makes:
            return ""
        return self._quotas.get("makes snapshots") or f"--max-creates {self._options.max_creates} was used up"
