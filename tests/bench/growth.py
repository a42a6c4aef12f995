"""How the reference's cost grows with what it holds: a page, a create, beside the same with few snapshots."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack

from bench import peers
from bench.figures import Against, Figure, at_most, compare
from bench.load import creates, put, request
from dws_reference import demo
from running import running_reference

SIZES = (10, 1_000, 100_000)
REQUESTS = 300
GROUP = "dws-reference, SQLite, one request after the other"
PAGES = f"/v1.0/{demo.PROJECT_ID}/clusters/{demo.CLUSTER_ID}/snapshots?limit=10&offset=0"


def figures(rounds: int) -> Iterator[Figure]:
    """Measure. rounds: of each size."""
    kinds = ("a page of 10, the first", "a create")
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
        for number in range(rounds + 1):
            for size, server in servers.items():
                pages = [request(server.url, "GET", PAGES) for _ in range(REQUESTS)]
                for kind, requests in zip(kinds, (pages, creates(server.url, REQUESTS)), strict=True):
                    load = put(server.url, requests, connections=1)
                    if number and not load.refused:
                        taken[kind, size].append(load.percentile(0.5))
    for kind in kinds:
        few = taken[kind, SIZES[0]]
        for size in SIZES[1:]:
            beside = Against(f"{SIZES[0]} snapshots present", few, at_most(1.5))
            yield from compare(GROUP, f"{kind}, {size:,} present, p50", "ms", taken[kind, size], beside)
