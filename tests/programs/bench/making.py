"""`make generate` as a whole, with its tools already fetched."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator

from programs.bench.figures import Figure, alone, value_at_most
from programs.bench.peers import ROOT


def figures(rounds: int) -> Iterator[Figure]:
    """Measure. The first run fetches missing tools, and does not count."""
    taken = []
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    for _ in range(rounds + 1):
        began = time.perf_counter()
        subprocess.run(["make", "generate"], cwd=ROOT, env=environment, capture_output=True, check=True)
        taken.append(time.perf_counter() - began)
    yield alone("make generate", "everything", "s", taken[1:], value_at_most(15))
