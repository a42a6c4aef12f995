"""The clients: how each is fetched and started, and what it can do."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from dws_reference import demo

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build/interop"
OWN = Path(sys.executable).parent

ALL = ("status", "code", "message", "request ID")
KEYS = {"ACCESS_KEY": demo.ACCESS_KEY, "SECRET_KEY": demo.SECRET_KEY, "PROJECT_ID": demo.PROJECT_ID}
PASSWORD = {"USERNAME": demo.USERNAME, "PASSWORD": demo.PASSWORD, "DOMAIN": demo.DOMAIN}
PAGES_AND_COPIES = frozenset({"listClusterSnapshots", "copySnapshot"})

Command = tuple[str | Path, ...]


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a setup command. It finds Node and Go of the virtual environment first."""
    subprocess.run(command, cwd=cwd, env=os.environ | toolchains(), check=True, stdout=sys.stderr)


def toolchains() -> dict[str, str]:
    """Return variables for Node and Go, which come as Python packages. Go is set up as in its other tests."""
    found = importlib.util.find_spec("go")
    go = [Path(found.origin).parent / "bin"] if found and found.origin else []
    path = os.pathsep.join(map(str, [*go, OWN, os.environ["PATH"]]))
    return {"PATH": path, "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly -buildvcs=false", "CGO_ENABLED": "0"}


@dataclass(frozen=True)
class Client:
    """A client and the program that calls it.

    name, language: for people; command, folder, variables: to start its program; credentials: to sign in; prepare:
    fetches and compiles it; lacks: the operations that it does not have; waits: whether it waits for a cluster by
    itself; looks_up: whether it finds its project by itself; shows: the parts of an error that it shows; shows_of_iam:
    those of an error of IAM.
    """

    name: str
    language: str
    command: Command
    folder: Path = ROOT
    variables: Mapping[str, str] = field(default_factory=dict)
    credentials: Mapping[str, str] = field(default_factory=lambda: KEYS)
    prepare: Callable[[], None] = lambda: None
    lacks: frozenset[str] = frozenset()
    waits: bool = False
    looks_up: bool = True
    shows: tuple[str, ...] = ALL
    shows_of_iam: tuple[str, ...] = ALL

    @property
    def by_key(self) -> bool:
        """Whether it signs with a key."""
        return "ACCESS_KEY" in self.credentials


def node() -> None:
    """Fetch the packages in node/package-lock.json."""
    npm: Command = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    _fetch(HERE / "node/package-lock.json", BUILD / "node", ("cp", HERE / "node/package.json", "."), npm)


def oldest() -> None:
    """Fetch the packages in python/oldest.lock into an environment of their own."""
    lock = HERE / "python/oldest.lock"
    environment: Command = (OWN / "uv", "venv", "--quiet", "--python", sys.executable, "python")
    pip: Command = (OWN / "uv", "pip", "install", "--quiet", "--python", "python/bin/python", "--require-hashes")
    build: Command = ("--build-constraints", ROOT / "requirements.lock")
    _fetch(lock, BUILD / "oldest", environment, (*pip, *build, "--requirement", lock))


def go() -> None:
    """Compile the program in Go. Its module pins its dependencies, with hashes."""
    run("go", "build", "-o", BUILD / "go-client", ".", cwd=HERE / "go")


def java() -> None:
    """Fetch the dependencies in java/pom.xml, compare them with java/lib.sha256, and compile the program."""
    if not (shutil.which("javac") and shutil.which("mvn")):
        raise RuntimeError("a JDK and Maven are needed")
    folder, pom = BUILD / "java", HERE / "java/pom.xml"
    mvn: Command = ("mvn", "--quiet", "--batch-mode", "--no-transfer-progress", "--file", pom)
    _fetch(pom, folder, (*mvn, "dependency:copy-dependencies", f"-DoutputDirectory={folder / 'lib'}"))
    # Maven has no lock file, and not every mirror has the checksums that it would compare.
    lines = (HERE / "java/lib.sha256").read_text(encoding="utf-8").splitlines()
    known = {name: digest for digest, name in map(str.split, lines)}
    found = {jar.name: sha256(jar.read_bytes()).hexdigest() for jar in (folder / "lib").iterdir()}
    if found != known:
        different = sorted(name for name, _ in found.items() ^ known.items())
        raise RuntimeError(f"not the dependencies of java/lib.sha256: {', '.join(dict.fromkeys(different))}")
    run("javac", "-classpath", f"{folder}/lib/*", "-d", folder / "classes", HERE / "java/Interop.java")


def _fetch(lock: Path, folder: Path, *commands: Command) -> None:
    """Make a new folder with commands that run in it, unless it was already made from this lock file."""
    if (folder / lock.name).exists() and (folder / lock.name).read_bytes() == lock.read_bytes():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(lock, folder)
    try:
        for command in commands:
            run(*command, cwd=folder)
    except BaseException:
        shutil.rmtree(folder)
        raise


OFFICIAL = HERE / "python/official.py"
JARS = os.pathsep.join(f"{BUILD}/java/{part}" for part in ("classes", "lib/*"))
RECORDED = (sys.executable, HERE / "python/recorded.py")
NEAR = (
    Client("huaweicloudsdkdws", "Python", (sys.executable, OFFICIAL)),
    Client(
        "@huaweicloud/huaweicloud-sdk-core",
        "Node",
        ("node", HERE / "node/official.mjs"),
        BUILD / "node",
        toolchains(),
        prepare=node,
    ),
    Client(
        "otcextensions",
        "Python",
        (sys.executable, HERE / "python/openstack_sdk.py"),
        credentials=PASSWORD,
        lacks=PAGES_AND_COPIES,
        waits=True,
        shows=("status", "code"),
        shows_of_iam=("status", "message"),
    ),
    Client(
        "openstack dws, of otcextensions",
        "command",
        (sys.executable, HERE / "python/openstack_command.py"),
        credentials=PASSWORD,
        lacks=PAGES_AND_COPIES,
        waits=True,
        shows=("code",),
        shows_of_iam=("status", "message"),
    ),
    Client(
        "gophertelekomcloud, recorded",
        "Go",
        RECORDED,
        variables={"CLIENT": "gophertelekomcloud, password"},
        credentials=PASSWORD,
        lacks=PAGES_AND_COPIES,
    ),
    Client(
        "gophertelekomcloud, recorded",
        "Go",
        RECORDED,
        variables={"CLIENT": "gophertelekomcloud, key", "DOMAIN": demo.DOMAIN},
        lacks=PAGES_AND_COPIES,
    ),
    Client(
        "apache-airflow-providers-huawei, recorded",
        "Python",
        RECORDED,
        variables={"CLIENT": "apache-airflow-providers-huawei"},
        lacks=PAGES_AND_COPIES,
        looks_up=False,
    ),
    Client(
        "huaweicloud-mcp-server, recorded",
        "Python",
        RECORDED,
        variables={"CLIENT": "huaweicloud-mcp-server"},
        looks_up=False,
    ),
)
"""Clients that need few downloads, and clients that no registry has."""

FAR = (
    Client(
        "huaweicloudsdkdws",
        "Python",
        (BUILD / "oldest/python/bin/python", OFFICIAL),
        prepare=oldest,
        lacks=PAGES_AND_COPIES,
    ),
    Client("huaweicloud-sdk-dws", "Java", ("java", "-classpath", JARS, "Interop"), prepare=java),
    Client("huaweicloud-sdk-go-v3", "Go", (BUILD / "go-client",), prepare=go),
)
