"""The pinned peers, in environments of their own under build/. No package of the project needs them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
FOLDER = ROOT / "build/peers"
PYTHON = FOLDER / "python/bin/python"
NODE = FOLDER / "node_modules/.bin"
OWN = Path(sys.executable).parent
STARTS_WITHIN = 60
_POLL = 0.02

Command = list[str | Path]


def install() -> None:
    """Fetch the packages in the lock files, unless that is already done."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if _changed("requirements.lock"):
        uv = OWN / "uv"
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, FOLDER / "python"], check=True)
        install: Command = [uv, "pip", "install", "--quiet", "--require-hashes", "--python", PYTHON]
        subprocess.run([*install, "--requirement", HERE / "requirements.lock"], check=True)
        _note("requirements.lock")
    if _changed("package-lock.json"):
        shutil.copy(HERE / "package.json", FOLDER)
        _note("package-lock.json")
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        try:
            subprocess.run(command, cwd=FOLDER, env=node(), check=True)
        except BaseException:
            (FOLDER / "package-lock.json").unlink()
            raise


def _changed(lock: str) -> bool:
    used = FOLDER / lock
    return not used.exists() or used.read_bytes() != (HERE / lock).read_bytes()


def _note(lock: str) -> None:
    shutil.copy(HERE / lock, FOLDER)


def version(name: str) -> str:
    """Return the version of a peer, or of a package of Node."""
    if (HERE / "package-lock.json").exists():
        packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
        if f"node_modules/{name}" in packages:
            return str(packages[f"node_modules/{name}"]["version"])
    pinned = (HERE / "requirements.lock").read_text().splitlines()
    return next(line.split("==")[1].split()[0] for line in pinned if line.startswith(f"{name}=="))


def node() -> dict[str, str]:
    """Return the environment with Node of the virtual environment first."""
    return {**os.environ, "PATH": f"{OWN}{os.pathsep}{os.environ['PATH']}"}


@contextmanager
def prism(*arguments: str | Path) -> Iterator[str]:
    """Run Prism and yield its address. Raises RuntimeError if it does not start."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
    command: Command = [NODE / "prism", *arguments, "--port", str(port), "--verboseLevel", "silent"]
    piped: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    with subprocess.Popen(command, **piped, env=node()) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)  # Node from the Python package runs in a child process


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if time.monotonic() > deadline:
            raise RuntimeError(f"Prism did not start within {STARTS_WITHIN} s")
        time.sleep(_POLL)
