"""Schemathesis with the hooks of the suite: the exact command of the guides, on correct and on faulty services."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import samples
from dws_contract import Options
from plain_server.variants import EDITIONS
from programs.contract_power import Trial, serving
from support import foreign
from support.chance import SEED

ROOT = Path(__file__).parents[2]
LINE = (samples.FOLDER / "guides/schemathesis.sh").read_text(encoding="utf-8")
BRIEF = "[phases.fuzzing]\nenabled = false\n[phases.stateful]\nenabled = false\n"
REFERENCE = Trial(SEED, server="reference", arguments=("--database", "sqlite://"))


def schemathesis(folder: Path, options: Options, *, signed: bool, settings: str) -> subprocess.CompletedProcess[str]:
    """Run the line of the guides as a reader does; the settings of the project make it short and repeatable."""
    shutil.copy(ROOT / "openapi.yaml", folder)
    (folder / "schemathesis.toml").write_text(f"seed = {SEED}\n{settings}", encoding="utf-8")
    keys = {"HUAWEICLOUD_SDK_AK": options.access_key, "HUAWEICLOUD_SDK_SK": options.secret_key}
    proof = keys if signed else {"DWS_TOKEN": options.token}
    variables = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DWS_ENDPOINT": options.url,
        "HUAWEICLOUD_SDK_PROJECT_ID": options.project_id,
        **{name: value for name, value in proof.items() if value is not None},
    }
    return subprocess.run(
        ["bash", "-e", "-c", LINE], cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=600
    )


@pytest.mark.parametrize(
    ("trial", "signed", "settings"),
    [
        (REFERENCE, True, "[generation]\nmax-examples = 5\n"),
        (Trial(SEED, arguments=("--variants", *EDITIONS["newer"])), False, BRIEF),
    ],
    ids=["reference", "newer"],
)
def test_a_right_service_passes(trial: Trial, signed: bool, settings: str, tmp_path: Path) -> None:
    with serving(trial) as options:
        done = schemathesis(tmp_path, options, signed=signed, settings=settings)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout


def test_answers_of_http_itself_may_have_any_body(tmp_path: Path) -> None:
    """Go's net/http answers 405 in plain text."""
    with foreign.serving("go", tmp_path, None) as options:
        done = schemathesis(tmp_path, options, signed=False, settings=BRIEF)
    assert "No issues found" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("description-null-accepted", "Schema-violating request accepted"),
        ("error-code-missing", "the body of a 400 is not as declared"),
        ("id-constant", "two creates returned the ID"),
        ("list-without-credentials", "ST401"),
    ],
)
def test_a_wrong_service_is_told_why_and_no_secret_is_shown(fault: str, said: str, tmp_path: Path) -> None:
    with serving(Trial(SEED, fault)) as options:
        done = schemathesis(tmp_path, options, signed=False, settings=BRIEF)
    assert done.returncode == 1, done.stdout + done.stderr
    assert said in done.stdout
    assert options.token is not None
    assert options.token not in done.stdout + done.stderr


def test_what_is_missing_in_the_environment_is_one_sentence(tmp_path: Path) -> None:
    options = Options(url="http://127.0.0.1:1", project_id="", cluster_id="", token="a-token")
    done = schemathesis(tmp_path, options, signed=False, settings="")
    assert done.returncode == 2
    assert done.stderr == "dws_contract.hooks: HUAWEICLOUD_SDK_PROJECT_ID must be set in the environment.\n"
