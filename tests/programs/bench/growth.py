"""How costs of the reference grow with its snapshots: a page and a create, beside the same with few snapshots."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from dws_reference import demo
from programs.bench import peers
from programs.bench.figures import Against, Figure, at_most, compare
from programs.bench.load import creates, put, request
from support.running import running_reference

SIZES = (10, 1_000, 100_000)
READS, WRITES = 300, 50
GROUP = "dws-reference, SQLite, one request after the other"
PAGE = f"/v1.0/{demo.PROJECT_ID}/clusters/{demo.CLUSTER_ID}/snapshots?limit=10&offset=0"


def figures(rounds: int) -> Iterator[Figure]:
    """Measure all figures. rounds: of each size."""
    kinds: dict[str, Callable[[str], list[bytes]]] = {
        "the first page of 10": lambda url: [request(url, "GET", PAGE) for _ in range(READS)],
        "a create": lambda url: creates(url, WRITES),
    }
    taken: dict[tuple[str, int], list[float]] = {(kind, size): [] for kind in kinds for size in SIZES}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=peers.FOLDER))
        servers = {
            size: stack.enter_context(
                running_reference("--database", f"sqlite:///{folder}/{size}.db", "--automated", "0")
            )
            for size in SIZES
        }
        for size, server in servers.items():
            load = put(server.url, creates(server.url, size))
            if load.refused:
                raise RuntimeError(f"{load.refused} of {size} creates were refused")
        for kind, requests in kinds.items():  # creates come last, because they add snapshots
            for number in range(rounds + 1):
                for size, server in servers.items():
                    load = put(server.url, requests(server.url), connections=1)
                    if load.refused:
                        raise RuntimeError(f"{load.refused} requests for {kind} were refused")
                    if number:
                        taken[kind, size].append(load.percentile(0.5))
    for kind in kinds:
        few = taken[kind, SIZES[0]]
        added = (rounds + 1) * WRITES if kind == "a create" else 0
        present = f"{SIZES[0]} to {SIZES[0] + added}" if added else f"{SIZES[0]}"
        for size in SIZES[1:]:
            beside = Against(f"{present} snapshots present", few, at_most(1.5))
            yield from compare(GROUP, f"{kind}, {size:,} present, p50", "ms", taken[kind, size], beside)
