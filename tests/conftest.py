"""Fixtures that several test files share, and a plan of which files run in the same process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from dws_snapshots.flows import flow as flows
from support.chance import DRAWN
from support.databases import NewDatabase, running_postgresql
from support.environments import VARIABLES
from support.running import RunningReference, running_reference
from support.virtual_time import VirtualTime

# A shell script's background jobs ignore SIGINT, and so would the programs that tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Hypothesis's own profile for CI draws the same examples each time, and sets no deadline.
settings.register_profile("drawn", settings.get_profile("ci"), derandomize=False)
settings.load_profile("drawn" if DRAWN else "ci")

TOGETHER = {
    # These files share build/typescript, and the link to it.
    "tests/docs/test_docs_samples.py": "npm",
    "tests/docs/test_testing_guide.py": "npm",
    "tests/languages/test_typescript.py": "npm",
    "tests/languages/test_typescript_browser.py": "npm",
    # These files share the site, which is then built once.
    "tests/docs/test_docs_browser.py": "site",
    "tests/docs/test_docs_site.py": "site",
}
"""Test files that must run in the same process, each with the name of its group."""


class FileByFile(LoadScopeScheduling):
    """Gives each process whole files, so that each file's setup runs once."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, _ = nodeid.partition("::")
        return TOGETHER.get(file, file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    """Return the scheduler that shares the tests among processes."""
    return FileByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if a test was skipped under CI: no toolchain may be missing there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def postgresql() -> Iterator[NewDatabase]:
    """A function that makes new databases on one PostgreSQL server."""
    with running_postgresql() as new_database:
        yield new_database


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    """A function that makes new SQLite files."""
    numbers = count()
    folder: Path = tmp_path_factory.mktemp("sqlite")
    return lambda: f"sqlite:///{folder}/{next(numbers)}.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def durable_database(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database that keeps its data when a reference ends."""
    new_database: NewDatabase = request.getfixturevalue(request.param)
    return new_database()


@pytest.fixture(scope="session", params=["memory", "sqlite", "postgresql"])
def any_reference(request: pytest.FixtureRequest) -> Iterator[RunningReference]:
    """A running reference on each kind of database in turn; names of snapshots must be fresh."""
    database = "sqlite://" if request.param == "memory" else request.getfixturevalue(request.param)()
    with running_reference("--database", database) as server:
        yield server


@pytest.fixture(scope="session")
def memory_reference() -> Iterator[RunningReference]:
    """A running reference on a database in memory; names of snapshots must be fresh."""
    with running_reference() as server:
        yield server


@pytest.fixture
def empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder as home and working directory, and none of the variables that `from_env()` reads."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def virtual_time(monkeypatch: pytest.MonkeyPatch) -> VirtualTime:
    """Virtual time for the Python client: it passes only while a call pauses, and requests take none of it."""
    time = VirtualTime()

    def wait(pause: flows.Pause) -> None:
        time.pauses.append(pause.seconds)

    async def wait_async(pause: flows.Pause) -> None:
        wait(pause)

    monkeypatch.setattr(flows, "monotonic", time.now)
    monkeypatch.setattr(flows.Pause, "wait", wait)
    monkeypatch.setattr(flows.Pause, "wait_async", wait_async)
    return time
