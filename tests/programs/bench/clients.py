"""The Python client: calls, signing, checks, import and memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version

from programs.bench import peers
from programs.bench.figures import Against, Figure, alone, at_least, at_most, compare, value_at_most
from programs.bench.rounds import Rounds, canned_server, contest

HTTPX = f"httpx {version('httpx')}"
AIOHTTP = f"aiohttp {version('aiohttp')}"
SDK = f"huaweicloudsdkdws {peers.version('huaweicloudsdkdws')}"
OTC = f"otcextensions {peers.version('otcextensions')}"
SIGNER = f"huaweicloudsdkcore {peers.version('huaweicloudsdkcore')}"
IMPORT = "import time; began = time.process_time(); import {}; print(time.process_time() - began)"


def figures(rounds: int) -> Iterator[Figure]:
    """Measure all figures. rounds: of each contest."""
    with canned_server() as url:
        yield from sync(url, rounds)
        yield from at_once(url, rounds)
        yield from parts(url, rounds)
    yield from start(2 * rounds)


def sync(url: str, rounds: int) -> Iterator[Figure]:
    """Measure calls one after the other, through each client."""
    calls = {"dws_snapshots": 1000, "httpx": 1000, "huaweicloudsdkdws": 500, "otcextensions": 300}
    done = contest(url, calls, rounds)
    ours = done["dws_snapshots"]
    yield from compare(
        "sync create, signed and checked",
        "CPU a call",
        "µs",
        ours.cpu,
        Against(f"{HTTPX}, unsigned", done["httpx"].cpu, at_most(1.15)),
        Against(SDK, done["huaweicloudsdkdws"].cpu, at_most(0.5)),
        Against(f"{OTC}, token", done["otcextensions"].cpu, at_most(0.4)),
    )
    yield from compare(
        "sync create, signed and checked",
        "calls",
        "calls/s",
        ours.rate,
        Against(f"{HTTPX}, unsigned", done["httpx"].rate),
        Against(SDK, done["huaweicloudsdkdws"].rate),
        Against(f"{OTC}, token", done["otcextensions"].rate),
    )
    memory = [ours.megabytes]
    yield from compare(
        "memory after the first call",
        "resident",
        "MB",
        memory,
        Against(HTTPX, [done["httpx"].megabytes], at_most(1.2)),
        Against(SDK, [done["huaweicloudsdkdws"].megabytes]),
        Against(OTC, [done["otcextensions"].megabytes]),
    )


def at_once(url: str, rounds: int) -> Iterator[Figure]:
    """Measure fifty calls at a time on one event loop. Ours uses the transport of the extra [aiohttp]."""
    done = contest(url, {"async_dws_snapshots": 2000, "async_httpx": 250, "aiohttp": 2000}, rounds)
    group = "async create, signed and checked, 50 at once, [aiohttp]"
    ours, own, bare = (done[name] for name in ("async_dws_snapshots", "async_httpx", "aiohttp"))
    names = f"{HTTPX}, its own transport", f"{AIOHTTP}, unsigned"
    yield from compare(
        group,
        "calls",
        "calls/s",
        ours.rate,
        Against(names[0], own.rate, at_least(5)),
        Against(names[1], bare.rate),
    )
    yield from compare(group, "CPU a call", "µs", ours.cpu, Against(names[0], own.cpu), Against(names[1], bare.cpu))


def parts(url: str, rounds: int) -> Iterator[Figure]:
    """Measure the work of a call besides sending: the signature and the checks."""
    calls = dict.fromkeys(("signing", "hashes", "huaweicloudsdkcore", "checks"), 10_000)
    done: dict[str, Rounds] = contest(url, calls, rounds)
    yield from compare(
        "signing one create",
        "CPU",
        "µs",
        done["signing"].cpu,
        Against("hashlib, one HMAC-SHA256 and two SHA-256 of the same bytes", done["hashes"].cpu),
        Against(SIGNER, done["huaweicloudsdkcore"].cpu, at_most(1)),
    )
    yield alone("constraint checks on one create", "CPU", "µs", done["checks"].cpu, value_at_most(5))


def start(rounds: int) -> Iterator[Figure]:
    """Measure the import, in a new interpreter each time, with byte code present as after an installation."""
    own, other = str(sys.executable), str(peers.PYTHON)
    modules = {"dws_snapshots": own, "httpx": own, "huaweicloudsdkdws.v2": other, "otcextensions.sdk": other}
    taken: dict[str, list[float]] = {module: [] for module in modules}
    for number in range(rounds + 1):
        for module, python in modules.items():
            command = [python, "-P", "-c", IMPORT.format(module)]
            environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
            told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
            if number:  # the first import writes the byte code
                taken[module].append(float(told) * 1000)
    yield from compare(
        "import dws_snapshots",
        "CPU",
        "ms",
        taken["dws_snapshots"],
        Against(HTTPX, taken["httpx"], at_most(1.35)),
        Against(SDK, taken["huaweicloudsdkdws.v2"]),
        Against(OTC, taken["otcextensions.sdk"]),
    )
