"""What a run found, as data."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Literal

from dws_contract.clauses import Origin
from dws_contract.options import FailOn
from dws_contract.verdicts.findings import State, Verdict

Outcome = Literal["conforms", "deviates", "not judged"]
_HEADLINES = {"conforms": "It conforms", "deviates": "It deviates", "not judged": "It could not be judged"}
_GENERAL = ("create-accepted", "status-declared", "bad-request-status", "no-server-error", "always-answers")

_FORMS = ("error-media-type", "error-body", "error-no-internals")
"""The clauses on the form of an error, which come after those that there is none, or one of another status."""
_STATUSES = ("no-server-error", "status-declared")


def _versions() -> dict[str, str]:
    """Return the versions of what judges."""
    found = {"dws-contract": version("dws-snapshots"), "schemathesis": version("schemathesis")}
    return found | {"Python": platform.python_version()}


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that the run made. id: None where the answer held none."""

    name: str
    id: str | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """The result of a run. Holds no secret.

    started: the time in ISO 8601, UTC; seconds: how long it took; verdicts: one a clause, topic by topic; created:
    every snapshot that was made; left: those of them that were not deleted, or may not be; restored: the IDs of the
    clusters that restores made, which no run can delete; only: the subjects that were asked about, where not all
    were; operations: the same for operations of the contract; excluded, sourced, baseline, fail_on: see Options;
    unasked: the operations of the contract that nothing was asked of, though no option left them out, each with the
    reason; stopped: in one sentence why the run could not be finished, or empty; stopped_by: the answer that stopped
    it; versions: those of what judged; docs: the address of the documentation, where it was given.
    """

    url: str
    project_id: str
    cluster_id: str
    seed: int
    started: str
    seconds: float
    requests: int
    verdicts: tuple[Verdict, ...]
    created: tuple[Snapshot, ...]
    left: tuple[Snapshot, ...] = ()
    restored: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    sourced: bool = False
    baseline: tuple[str, ...] = ()
    fail_on: tuple[FailOn, ...] = ()
    unasked: Mapping[str, str] = field(default_factory=dict)
    stopped: str = ""
    stopped_by: str = ""
    versions: Mapping[str, str] = field(default_factory=_versions)
    docs: str = ""

    @property
    def headline(self) -> str:
        """The outcome as a sentence begins with it."""
        return _HEADLINES[self.outcome]

    @property
    def judged_by(self) -> str:
        """What judged, with versions."""
        return ", ".join(f"{name} {number}" for name, number in self.versions.items())

    @property
    def outcome(self) -> Outcome:
        """Whether the service conforms. What could not be judged to the end is never said to conform or deviate."""
        if self.stopped:
            return "not judged"
        return "deviates" if self.of("broken") else "not judged" if self.unasked else "conforms"

    @property
    def conforms(self) -> bool:
        """Whether every clause that was reached was held, in a run that was finished and left no operation unasked."""
        return self.outcome == "conforms"

    @property
    def exit_code(self) -> int:
        """0 nothing new is broken, 1 something is, or what else is to make a run fail, 2 not judged."""
        if self.outcome == "not judged":
            return 2
        missed = [each for each in self.of("not reached") if each.clause.id not in self.excluded]
        missed = [each for each in missed if each not in self.unsourced]
        return int(
            bool(self.new or ("not-reached" in self.fail_on and missed) or ("left" in self.fail_on and self.left))
        )

    @property
    def unsourced(self) -> list[Verdict]:
        """The clauses that were left out because the document decides them."""
        return [verdict for verdict in self.verdicts if self.sourced and verdict.clause.origin == "decided"]

    @property
    def new(self) -> list[Verdict]:
        """The broken clauses that the baseline does not name."""
        return [verdict for verdict in self.of("broken") if verdict.clause.id not in self.baseline]

    def broken(self, origin: Origin) -> list[Verdict]:
        """Return the broken clauses that the sources state, or that the document decides."""
        return [verdict for verdict in self.of("broken") if verdict.clause.origin == origin]

    def of(self, state: State) -> list[Verdict]:
        """Return the clauses in a state; of the broken ones the most telling come first."""
        found = [verdict for verdict in self.verdicts if verdict.state == state]
        has_unfit_status = any(verdict.clause.id in _STATUSES for verdict in found)

        def rank(verdict: Verdict) -> int:
            is_form_of_unfit = has_unfit_status and verdict.clause.id in _FORMS
            return 2 if is_form_of_unfit else int(verdict.clause.id in _GENERAL)

        return sorted(found, key=rank)

    @property
    def repeated_by(self) -> str:
        """The options that make a run the same."""
        parts = [f"--seed {self.seed}"]
        for name, values in (
            ("--only", self.only),
            ("--operations", self.operations),
            ("--exclude", self.excluded),
        ):
            parts += [name, *values] if values else []
        return " ".join([*parts, *(["--sourced"] if self.sourced else [])])

    @property
    def topics(self) -> dict[str, list[Verdict]]:
        """The verdicts by what their clauses are about."""
        found: dict[str, list[Verdict]] = {}
        for verdict in self.verdicts:
            found.setdefault(verdict.clause.topic, []).append(verdict)
        return found

    def summary(self) -> str:
        """The report as a terminal shows it."""
        from dws_contract.reports.terminal import render

        return render(self)
