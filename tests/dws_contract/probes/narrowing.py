"""Tests many characters with one request, and with a few more if the service refuses some of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dws_contract.steps.asking import Run
from dws_contract.steps.questions import Probe


def ask_of_all(run: Run, chars: Sequence[str], probe_of: Callable[[Sequence[str]], Probe]) -> None:
    """Send all of the characters, which are allowed. If they are refused, judge the smallest part that is, too."""
    probe = probe_of(chars)
    if run.withheld(probe):
        return
    exchange = run.pose(probe)
    while exchange.status not in probe.expect and len(chars) > 1:
        half = len(chars) // 2
        for part in (chars[:half], chars[half:]):
            smaller = probe_of(part)
            if run.withheld(smaller):
                continue
            answer = run.pose(smaller)
            if answer.status not in smaller.expect:
                chars, probe, exchange = part, smaller, answer
                break
        else:
            # The parts are accepted: only all together are refused, or the cause has passed.
            probe = probe_of(chars)
            exchange = run.pose(probe)
            break
    run.conclude(probe, exchange)
