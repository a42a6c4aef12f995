"""The package as a user installs it, alone in an empty environment; and strict type checks of users' code."""

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import distributions, packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

from dws_snapshots.client import VERSION
from support.docs_site import ROOT, code_of

UV = Path(sys.executable).with_name("uv")

USER_SCRIPT = """
import asyncio

from dws_snapshots import AkSkAuth, AsyncDwsClient, BadRequest, ConnectionFailed, DwsClient, PasswordAuth, PublicIp
from dws_snapshots import SnapshotResp


def sync_backup() -> SnapshotResp:
    with DwsClient("https://dws.example", project_id="0" * 32, auth=AkSkAuth("ak", "sk"), timeout=5) as dws:
        made = dws.create_snapshot_once(name="nightly", cluster_id="44b277eb-39be-4921-be31-3d61b43651d7", timeout=60)
        reveal_type(dws.wait_until_available(made.id, on_progress=lambda snapshot: print(snapshot.progress)).status)
        reveal_type(dws.restore_cluster(made.id, name="restored", port=8001, public_ip=PublicIp("not_use")).id)
        reveal_type([snapshot.id for snapshot in dws.iter_cluster_snapshots("c", sort_key="name", limit=5)])
        page = dws.list_cluster_snapshots("c", offset=2)
        reveal_type(page.count)
        reveal_type(page.count or 0)
        reveal_type(page.snapshots[0].type)
        for old in dws.list_snapshots():
            dws.delete_snapshot(old.id)
        return made


async def async_backup() -> str:
    auth = PasswordAuth("https://iam.example", username="u", password="p", domain_name="d", project_name="n")
    async with AsyncDwsClient("https://dws.example", project_id="0" * 32, auth=auth) as dws:
        try:
            snapshot = await dws.create_snapshot(name="nightly", cluster_id="c", description="before")
        except BadRequest as error:
            return error.error_code or error.error_msg
        except ConnectionFailed as error:
            return "look for it" if error.may_have_been_sent else "try again"
        reveal_type(snapshot.id)
        return snapshot.id


print(sync_backup().id, asyncio.run(async_backup()))
"""


def run(*command: str | Path, folder: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_users_script_passes_strict_type_checks(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(USER_SCRIPT)
    told = run(sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(ROOT / ".mypy_cache"), script)
    revealed = re.findall(r'Revealed type is "(.*)"', told.replace("builtins.", ""))
    count = "int | dws_snapshots_client.types.Unset"
    assert revealed == ["str", "str", "list[str]", count, "int", "str", "str"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(UV, "build", "--quiet", "--no-build-isolation", "--python", sys.executable, "--out-dir", folder)
    return folder


def test_both_packages_carry_the_contract_and_the_licence(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    (sdist,) = built.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert archive.read("dws_snapshots/openapi.yaml") == (ROOT / "openapi.yaml").read_bytes()
    packages = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert packages == {"dws_snapshots", "dws_snapshots_client", "dws_contract", "dws_reference"}
    assert {"dws_snapshots/py.typed", "dws_snapshots_client/py.typed"} <= names
    with tarfile.open(sdist) as archive_file:
        files = {name.partition("/")[2] for name in archive_file.getnames()}
    assert {"openapi.yaml", "LICENSE", "README.md", "CHANGELOG.md", "overlays/python/generate.py"} <= files
    assert not [name for name in files if "node_modules" in name]


def test_a_bare_install_brings_only_httpx_and_attrs(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    (distribution,) = distributions(path=[str(wheel)])
    needed = [line for line in distribution.requires or [] if "extra ==" not in line]
    assert {re.split(r"[^\w-]", line)[0] for line in needed} == {"attrs", "httpx"}


@pytest.mark.parametrize(
    ("package", "extras"),
    [
        ("dws_snapshots_client", set()),
        ("dws_snapshots", {"aiohttp", "cli", "clouds"}),
        ("dws_contract", {"contract"}),
        ("dws_reference", {"reference"}),
    ],
)
def test_what_a_package_imports_is_declared(package: str, extras: set[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [
        *project["dependencies"],
        *(line for extra in extras for line in project["optional-dependencies"][extra]),
    ]
    allowed = {re.split(r"[^\w.-]", line)[0] for line in declared}
    spec = find_spec(package)
    assert spec
    assert spec.submodule_search_locations
    imported = set()
    for path in Path(spec.submodule_search_locations[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    own = {"dws_contract", "dws_reference", "dws_snapshots", "dws_snapshots_client"}
    providers = packages_distributions()
    provided = {name: {one.lower().replace("_", "-") for one in providers.get(name, [])} for name in imported}
    foreign = sorted(imported - sys.stdlib_module_names - own)
    assert [name for name in foreign if not provided[name] & allowed] == []


def test_a_development_install_makes_nothing_else_importable(tmp_path: Path) -> None:
    packages = ("dws_contract", "dws_reference", "dws_snapshots", "dws_snapshots_client")
    others = (
        "contract",
        "docsite",
        "generate",
        "on_demand",
        "plain_server",
        "programs",
        "samples",
        "support",
        "vectors",
    )
    program = f"from importlib.util import find_spec; print([n for n in {packages + others} if find_spec(n)])"
    assert run(sys.executable, "-c", program, folder=tmp_path) == f"{list(packages)}\n"


def test_no_private_attribute_of_another_package_is_read() -> None:
    read, public = [], {"_replace", "_asdict"}  # of named tuples
    for path in sorted((ROOT / "overlays/python/dws_snapshots").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and re.match("_(?!_)", node.attr) and node.attr not in public:
                owner = ast.unparse(node.value)
                read += [f"{path.name}:{node.lineno} {owner}.{node.attr}"] if owner not in {"self", "cls"} else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
                read += [f"{path.name}:{node.lineno} {name}" for name in names if re.match("_(?!_)", name)]
    assert read == []


@pytest.mark.parametrize(
    ("extra", "program"),
    [
        ("", "import dws_snapshots, importlib.util, sys; sys.exit(importlib.util.find_spec('aiohttp') is not None)"),
        ("[aiohttp]", "import dws_snapshots, httpx_aiohttp; httpx_aiohttp.AiohttpTransport()"),
        ("[contract]", "import subprocess; subprocess.run(['dws-contract', '--help'], check=True)"),
        ("[cli]", "import subprocess; subprocess.run(['dws-snapshots', '--help'], check=True)"),
    ],
)
def test_the_wheel_alone_is_enough(built: Path, tmp_path: Path, extra: str, program: str) -> None:
    (wheel,) = built.glob("*.whl")
    environment = installed(wheel, extra, tmp_path)
    script = program.replace("['", f"['{environment}/bin/")
    run(environment / "bin/python", "-c", script, folder=tmp_path)


@pytest.mark.parametrize(
    ("command", "extra"), [("dws-contract", "contract"), ("dws-reference", "reference"), ("dws-snapshots", "cli")]
)
def test_a_command_says_which_extra_it_lacks(built: Path, tmp_path: Path, command: str, extra: str) -> None:
    (wheel,) = built.glob("*.whl")
    program = installed(wheel, "", tmp_path) / "bin" / command
    assert run(program, "--version") == f"{command} {VERSION}\n"
    done = subprocess.run([program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(
        rf"{command}: \w+ is not installed; it comes with the extra dws-snapshots\[{extra}\]\n", done.stderr
    )


def test_a_command_that_is_interrupted_as_it_starts_says_so_in_a_line(tmp_path: Path) -> None:
    cli = tmp_path / "slow_command/cli.py"
    cli.parent.mkdir()
    cli.write_text("raise KeyboardInterrupt\n")
    program = "import sys; from dws_snapshots.commands import run; sys.exit(run('slow_command', 'cli'))"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "slow-command: interrupted before it began\n")


def installed(package: Path, extra: str, folder: Path) -> Path:
    """Install a package with an extra into an empty environment, and return that."""
    environment = folder / "dws"
    run(UV, "venv", "--quiet", "--python", sys.executable, environment)
    install = (UV, "pip", "install", "--quiet", "--python", environment, "--constraints", "requirements.lock")
    run(*install, "--build-constraints", "requirements.lock", f"dws-snapshots{extra} @ {package.as_uri()}")
    return environment


@contextmanager
def listening(program: Path) -> Iterator[str]:
    """Run a reference on a port of its own; gives its address."""
    with subprocess.Popen([program, "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            line = process.stdout.readline()
            assert line.startswith("Listening on http://127.0.0.1:")
            yield line.split()[-1]
        finally:
            process.terminate()


@pytest.mark.parametrize("kind", ["dws_snapshots-*.whl", "dws_snapshots-*.tar.gz"], ids=["wheel", "sdist"])
def test_the_first_guide_works_from_the_package_alone(built: Path, tmp_path: Path, kind: str) -> None:
    (package,) = built.glob(kind)
    install, start, variables = code_of("index", "sh")
    (program,) = code_of("index", "python")
    (refused,) = code_of("index", "text")
    assert install == "python3 -m venv dws\n. dws/bin/activate\npip install './dws-snapshots[reference]'\n"
    environment = installed(package, "[reference]", tmp_path)
    with listening(environment / "bin" / start.strip()) as address:
        script = variables.replace("http://127.0.0.1:8080", address) + 'exec dws/bin/python -c "$0"'
        command = ["env", "-i", "PATH=/usr/bin:/bin", "bash", "-euc", script, program]
        first, second = (
            subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False) for _ in range(2)
        )
    assert re.fullmatch(r"[0-9a-f-]{36}\n", first.stdout), first.stderr
    assert second.returncode == 1
    assert refused.strip() in second.stderr
