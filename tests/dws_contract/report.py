"""The result of a run, as data."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Literal

from dws_contract.clauses import Origin
from dws_contract.options import NOT_ASKED, FailOn
from dws_contract.verdicts.findings import State, Verdict

Outcome = Literal["conforms", "deviates", "not judged"]
_HEADLINES = {"conforms": "It conforms", "deviates": "It deviates", "not judged": "It could not be judged"}
_GENERAL = ("create-accepted", "status-declared", "bad-request-status", "no-server-error", "always-answers")

_FORMS = ("error-media-type", "error-body", "error-no-internals")
"""The clauses on the form of an error. If a clause on statuses is broken, they come after it."""
_STATUSES = ("no-server-error", "status-declared")


def _versions() -> dict[str, str]:
    """Return the versions of the software that judges."""
    found = {"dws-contract": version("dws-snapshots"), "schemathesis": version("schemathesis")}
    return found | {"Python": platform.python_version()}


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that the run made. id: None if the answer contained none."""

    name: str
    id: str | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """The result of a run. It contains no secret.

    started: the time in ISO 8601, UTC; seconds: how long the run took; verdicts: one per clause, topic by topic;
    created: every snapshot that the run made; left: those that were not deleted, or may still exist; restored: the IDs
    of the restored clusters, which the API cannot delete; only, operations: the subjects and the operations that were
    tested, empty for all; excluded, sourced, baseline, fail_on: see Options; unasked: the operations that were not
    tested although no option excludes them, each with the reason; stopped: why the run could not be finished, in one
    sentence, or empty; stopped_by: the answer that stopped it; unwritten: why the reports could not be written, in one
    sentence, or empty; versions: those of the software that judged; docs: the address of the documentation, if it was
    given.
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
    unwritten: str = ""
    versions: Mapping[str, str] = field(default_factory=_versions)
    docs: str = ""

    @property
    def headline(self) -> str:
        """The outcome in words: "It conforms"."""
        return _HEADLINES[self.outcome]

    @property
    def judged_by(self) -> str:
        """The software that judged, with its versions."""
        return ", ".join(f"{name} {number}" for name, number in self.versions.items())

    @property
    def outcome(self) -> Outcome:
        """Whether the service conforms. A run that was not finished is always `not judged`."""
        if self.stopped:
            return "not judged"
        return "deviates" if self.of("broken") else "not judged" if self.unasked else "conforms"

    @property
    def conforms(self) -> bool:
        """Whether the run was finished, tested every operation, and found no broken clause."""
        return self.outcome == "conforms"

    @property
    def exit_code(self) -> int:
        """0 nothing new is broken, 1 something is, or `fail_on` applies, 2 the service could not be judged.

        Also 2 if the reports could not be written.
        """
        if self.outcome == "not judged" or self.unwritten:
            return 2
        missed = [each for each in self.of("not reached") if each.clause.id not in self.excluded]
        missed = [each for each in missed if each not in self.unsourced and not each.reason.startswith(NOT_ASKED)]
        return int(
            bool(self.new or ("not-reached" in self.fail_on and missed) or ("left" in self.fail_on and self.left))
        )

    @property
    def unsourced(self) -> list[Verdict]:
        """The clauses that `sourced` left out because the document decides them."""
        return [verdict for verdict in self.verdicts if self.sourced and verdict.clause.origin == "decided"]

    @property
    def new(self) -> list[Verdict]:
        """The broken clauses that are not in the baseline."""
        return [verdict for verdict in self.of("broken") if verdict.clause.id not in self.baseline]

    def broken(self, origin: Origin) -> list[Verdict]:
        """Return the broken clauses that the sources state, or that the document decides."""
        return [verdict for verdict in self.of("broken") if verdict.clause.origin == origin]

    def of(self, state: State) -> list[Verdict]:
        """Return the clauses in a state, the most specific ones first."""
        found = [verdict for verdict in self.verdicts if verdict.state == state]
        has_unfit_status = any(verdict.clause.id in _STATUSES for verdict in found)

        def rank(verdict: Verdict) -> int:
            is_form_of_unfit = has_unfit_status and verdict.clause.id in _FORMS
            return 2 if is_form_of_unfit else int(verdict.clause.id in _GENERAL)

        return sorted(found, key=rank)

    @property
    def repeated_by(self) -> str:
        """The options that repeat this run."""
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
        """The verdicts by the topics of their clauses."""
        found: dict[str, list[Verdict]] = {}
        for verdict in self.verdicts:
            found.setdefault(verdict.clause.topic, []).append(verdict)
        return found

    def summary(self) -> str:
        """The report as a terminal shows it."""
        from dws_contract.reports.terminal import render

        return render(self)
