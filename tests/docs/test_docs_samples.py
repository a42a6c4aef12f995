"""Every sample of the API reference and the guides works on a running reference."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

import samples
from dws_reference import demo
from samples import Language, Sample
from samples.dws_sign import authorization
from samples.toolchains import MissingToolchain, Program, prepared
from support.action import inputs_of, run_steps
from support.chance import SEED
from support.running import RunningReference, running_reference
from vectors import cases

ROOT = Path(__file__).parents[2]
CONTRACT = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
OPERATIONS = {
    member["operationId"] for item in CONTRACT["paths"].values() for member in item.values() if isinstance(member, dict)
}
EXAMPLE_SNAPSHOT = "2a4d0f86-67cd-408a-8b66-017454fb7793"
AVAILABLE_WITHIN = 60
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningReference]:
    with running_reference("--admin") as server:
        yield server


@pytest.fixture
def reference(server: RunningReference) -> RunningReference:
    """An empty reference, whose snapshots take no time to make."""
    httpx.post(
        f"{server.url}/admin/reset", headers={"X-Auth-Token": server.token()}, trust_env=False
    ).raise_for_status()
    return server


def environment(reference: RunningReference, *, token: bool = False) -> dict[str, str]:
    """Return the variables that a reader sets, with a token in the place of the keys if asked."""
    keys = {"HUAWEICLOUD_SDK_AK": demo.ACCESS_KEY, "HUAWEICLOUD_SDK_SK": demo.SECRET_KEY}
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": os.environ["HOME"],
        "DWS_ENDPOINT": reference.url,
        "OS_AUTH_URL": f"{reference.url}/v3",
        "HUAWEICLOUD_SDK_PROJECT_ID": demo.PROJECT_ID,
    } | ({"OS_TOKEN": reference.token()} if token else keys)


def run(command: list[str | Path], folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=120)


def shell(text: str, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run shell lines where `dws_sign.py` lies, as a reader does who downloaded it."""
    shutil.copy(samples.FOLDER / "dws_sign.py", folder)
    return run(["bash", "-euc", f"set -o pipefail\n{text}"], folder, variables)


def test_the_samples_in_typescript_keep_its_types(tmp_path: Path) -> None:
    sample, *others = (sample for sample in samples.all_of() if sample.language.folder == "typescript")
    node = ready(sample, sample.source, tmp_path).command[0]
    for other in others:
        shutil.copy(other.path, tmp_path)
    options = ["--noEmit", "--strict", "--target", "esnext", "--module", "nodenext", "--types", "node"]
    command = [node, ROOT / "node_modules/typescript/bin/tsc", *options, *tmp_path.glob("*.ts")]
    done = run(command, tmp_path, dict(os.environ))
    assert done.returncode == 0, done.stdout


def ready(sample: Sample, source: str, folder: Path) -> Program:
    """Make a sample ready to run. Skips the test where its toolchain is missing."""
    try:
        return prepared(sample, source, folder)
    except MissingToolchain as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("language", samples.LANGUAGES, ids=lambda language: language.folder)
def test_every_operation_has_a_sample(language: Language) -> None:
    shown = {sample.operation for sample in samples.all_of() if sample.language == language}
    assert not OPERATIONS - shown


def test_the_environment_of_the_guides_is_the_demo_account(reference: RunningReference) -> None:
    text = (samples.FOLDER / "guides/environment.sh").read_text(encoding="utf-8")
    told = dict(re.findall(r"^export (\w+)=(.*)$", text, flags=re.MULTILINE))
    expected = environment(reference) | {"DWS_ENDPOINT": "http://127.0.0.1:8080"}
    assert told == {name: expected[name] for name in told}
    assert set(told) == {"DWS_ENDPOINT", "HUAWEICLOUD_SDK_PROJECT_ID", "HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"}


def test_a_token_is_fetched_with_curl_and_used(reference: RunningReference, tmp_path: Path) -> None:
    text = (samples.FOLDER / "guides/token.sh").read_text(encoding="utf-8")
    create = (samples.FOLDER / "curl/createSnapshot.sh").read_text(encoding="utf-8")
    done = shell(text + create, tmp_path, environment(reference))
    assert re.fullmatch(UUID, json.loads(done.stdout)["snapshot"]["id"]), done.stderr


def test_a_password_logs_in(reference: RunningReference, tmp_path: Path) -> None:
    done = run([sys.executable, samples.FOLDER / "guides/password.py"], tmp_path, environment(reference))
    assert re.fullmatch(f"{UUID}\n", done.stdout), done.stderr


def test_a_backup_is_made_and_waited_for(reference: RunningReference, tmp_path: Path) -> None:
    done = run([sys.executable, samples.FOLDER / "guides/life_cycle.py"], tmp_path, environment(reference))
    assert done.returncode == 0, done.stderr
    (name,) = re.findall(r"^(nightly-\d{4}-\d\d-\d\d) AVAILABLE$", done.stdout, flags=re.MULTILINE)
    assert re.search(rf"^{name} MANUAL ", done.stdout, flags=re.MULTILINE)


def test_the_reference_of_the_guides_starts_with_its_faults() -> None:
    told = (samples.FOLDER / "guides/faults.sh").read_text(encoding="utf-8")
    program, *options = shlex.split(told.replace("\\\n", ""))
    assert program == "dws-reference"
    with running_reference("--admin", *options) as server, httpx.Client(trust_env=False) as http:
        token = {"X-Auth-Token": server.token()}
        (fault,) = http.get(f"{server.url}/admin/faults", headers=token).raise_for_status().json()["faults"]
        assert (fault["kind"], fault["probability"], fault["operation"]) == ("reset-after", 0.1, "createSnapshot")


def test_errors_are_told_apart(reference: RunningReference, tmp_path: Path) -> None:
    done = run([sys.executable, samples.FOLDER / "guides/errors.py"], tmp_path, environment(reference))
    assert done.stdout.startswith("Never sent. "), done.stderr


def test_a_taken_name_is_refused_in_the_words_of_the_contract(reference: RunningReference, tmp_path: Path) -> None:
    media = CONTRACT["components"]["responses"]["BadRequest"]["content"]["application/json"]
    promised = media["examples"]["duplicate"]["value"]
    command: list[str | Path] = [sys.executable, samples.FOLDER / "python/createSnapshot.py"]
    assert run(command, tmp_path, environment(reference)).returncode == 0
    again = run(command, tmp_path, environment(reference))
    assert f"400 {promised['error_code']}: {promised['error_msg']}" in again.stderr


def test_the_suite_is_run_from_a_shell(reference: RunningReference, tmp_path: Path) -> None:
    text = (samples.FOLDER / "guides/conformance.sh").read_text(encoding="utf-8")
    done = shell(text.replace("dws-contract", f"dws-contract --seed {SEED}"), tmp_path, environment(reference))
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.name for path in (tmp_path / "report").iterdir()} == {"junit.xml", "report.html", "report.json"}


def test_the_suite_is_run_from_pytest(reference: RunningReference, tmp_path: Path) -> None:
    text = (samples.FOLDER / "guides/conformance.py").read_text(encoding="utf-8")
    (tmp_path / "test_conformance.py").write_text(text.replace("Options(", f"Options(seed={SEED}, "), encoding="utf-8")
    command: list[str | Path] = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path]
    done = run(command, tmp_path, environment(reference, token=True))
    assert "1 passed" in done.stdout, done.stdout + done.stderr


def test_the_workflow_of_the_guides_judges_a_service(reference: RunningReference, tmp_path: Path) -> None:
    workflow = yaml.safe_load((samples.FOLDER / "guides/conformance.yml").read_text(encoding="utf-8"))
    (step,) = (step for step in workflow["jobs"]["conformance"]["steps"] if "with" in step)
    assert step["env"] == {"DWS_TOKEN": "${{ secrets.DWS_TOKEN }}"}
    inputs = inputs_of(step)
    inputs |= {"url": reference.url, "options": f"{inputs['options']} --seed {SEED} --only names"}
    done = run_steps(inputs, tmp_path, DWS_TOKEN=reference.token())
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / inputs["report"] / "report.html").exists()


@pytest.mark.parametrize("case", cases("signing"))
def test_the_helper_for_curl_signs_every_vector(case: dict[str, Any]) -> None:
    request = case["request"]
    headers = {**request["headers"], "X-Sdk-Date": case["date"]}
    if "security_token" in case:
        headers["X-Security-Token"] = case["security_token"]
    headers = {name: value for name, value in headers.items() if "_" not in name}
    host = {name.lower(): value for name, value in headers.items()}["host"]
    signed = (request["method"].upper(), f"https://{host}{request['target']}", request["body"])
    assert authorization(signed, headers, case["access_key"], case["secret_key"]) == case["authorization"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["GET"], "Usage: dws_sign.py METHOD URL [BODY]"),
        (["GET", "dws.example/v1.0"], "The URL must be whole"),
    ],
)
def test_the_helper_for_curl_says_what_is_wrong(arguments: list[str], told: str, tmp_path: Path) -> None:
    variables = {"HUAWEICLOUD_SDK_AK": "key", "HUAWEICLOUD_SDK_SK": "very-secret"}
    done = run([sys.executable, samples.FOLDER / "dws_sign.py", *arguments], tmp_path, variables)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert "very-secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_body_with_every_kind_of_character_arrives_as_it_was_signed(
    reference: RunningReference, tmp_path: Path
) -> None:
    body = json.dumps(
        {"snapshot": {"name": "tricky", "cluster_id": demo.CLUSTER_ID, "description": "tab\t slash \\ ü 快照"}},
        ensure_ascii=False,
        indent=1,
    )
    text = f"python3 dws_sign.py POST '{reference.snapshots_url}' \"$BODY\" | curl --fail-with-body -s --config -"
    done = shell(text, tmp_path, environment(reference) | {"BODY": body})
    assert re.fullmatch(UUID, json.loads(done.stdout)["snapshot"]["id"]), done.stderr


def shown_samples() -> list[Any]:
    """Return every sample of an operation that the contract has."""
    return [
        pytest.param(sample, id=f"{sample.language.folder}-{sample.operation}")
        for sample in samples.all_of()
        if sample.operation in OPERATIONS
    ]


def existing_snapshot(reference: RunningReference, *, automated: bool) -> str:
    """Return the ID of an available snapshot: an automated one, or a manual one that is made for it."""
    with httpx.Client(headers={"X-Auth-Token": reference.token()}, trust_env=False) as http:
        if automated:
            listed = http.get(reference.snapshots_url).raise_for_status().json()["snapshots"]
            return next(str(found["id"]) for found in listed if found["type"] != "MANUAL")
        body = {"snapshot": {"name": "already-there", "cluster_id": demo.CLUSTER_ID}}
        made = http.post(reference.snapshots_url, json=body).raise_for_status().json()["snapshot"]["id"]
        status, deadline = "CREATING", time.monotonic() + AVAILABLE_WITHIN
        while status == "CREATING" and time.monotonic() < deadline:
            details = http.get(f"{reference.snapshots_url}/{made}").raise_for_status().json()
            status = details["snapshot"]["status"]
        assert status == "AVAILABLE"
        return str(made)


@pytest.mark.parametrize("sample", shown_samples())
def test_a_sample_does_what_it_shows(sample: Sample, reference: RunningReference, tmp_path: Path) -> None:
    source = sample.source
    if sample.operation != "createSnapshot":
        snapshot = existing_snapshot(reference, automated=sample.operation == "copySnapshot")
        source = source.replace(EXAMPLE_SNAPSHOT, snapshot)
    program = ready(sample, source, tmp_path)
    variables = environment(reference, token=sample.language.folder == "curl")
    done = run(program.command, tmp_path, {**variables, **program.variables})
    assert done.returncode == 0, done.stdout + done.stderr
    if sample.operation == "deleteSnapshot":
        assert done.stdout == ""
    else:
        assert re.search(UUID, done.stdout)
