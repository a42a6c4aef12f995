"""The suite inside other people's tests, and its reports about a service that leaks secrets."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import dws_contract
from dws_contract import Options, reports, run
from programs.contract_power import Trial, serving

_REGISTERED = """\
import dws_contract
from schemathesis.checks import CHECKS
before = set(CHECKS.get_all_names())
import dws_contract.hooks
print(" ".join(sorted(set(CHECKS.get_all_names()) - before)))
"""


def test_the_pytest_snippet_of_the_package_works(tmp_path: Path) -> None:
    doc = dws_contract.__doc__ or ""
    snippet = "\n".join(line.removeprefix("    ") for line in doc.splitlines() if line.startswith("    "))
    with serving(Trial(seed=1)) as options:
        for name, placeholder in (("url", '"http://127.0.0.1:8080"'), ("project_id", '"…"'), ("cluster_id", '"…"')):
            snippet = snippet.replace(f"{name}={placeholder}", f'{name}="{getattr(options, name)}"')
        snippet = snippet.replace('token="…"', f'token="{options.token}"')
        (tmp_path / "test_snippet.py").write_text(snippet, "utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 passed" in done.stdout, done.stdout


def test_a_failing_snippet_says_what_is_broken() -> None:
    with serving(Trial(seed=1, fault="name-of-3-accepted")) as options:
        report = run(replace(options, max_examples=0))
    assert not report.conforms
    assert "a name of 3 characters was accepted; the contract says 4 to 64" in report.summary()


def test_importing_the_suite_registers_no_check_and_its_hooks_register_all() -> None:
    done = subprocess.run([sys.executable, "-c", _REGISTERED], capture_output=True, text=True, check=True)
    names = done.stdout.split()
    assert "error_body" in names
    assert "name_unique_case" in names
    assert all(name.replace("_", "-") in dws_contract.CLAUSES for name in names)


@pytest.mark.parametrize("fault", ["token-echoed-in-400", "secret-key-in-401", "signature-expected-in-401"])
def test_a_leak_is_told_but_not_repeated(fault: str, tmp_path: Path) -> None:
    with serving(Trial(seed=1, fault=fault)) as options:
        report = run(replace(options, max_examples=0))
    assert [verdict.clause.id for verdict in report.of("broken")] == ["answer-no-secret"]
    deviation = report.of("broken")[0].deviations[0]
    assert "«" in deviation.answer + deviation.sentence
    reports.write(report, tmp_path)
    shown = report.summary() + "".join(path.read_text("utf-8") for path in tmp_path.iterdir())
    assert not any(secret in shown for secret in secrets_of(options))


def secrets_of(options: Options) -> list[str]:
    """The secrets that a run was given."""
    return [value for value in (options.token, options.secret_key) if value is not None]


def test_the_command_is_installed_and_explains_itself() -> None:
    command = Path(sys.executable).with_name("dws-contract")
    done = subprocess.run([command, "--help"], capture_output=True, text=True, check=True, env=dict(os.environ))
    for said in (
        "--yes-create-snapshots",
        "--max-creates N",
        "(100)",
        "--max-restores N",
        "--keep",
        "HUAWEICLOUD_SDK_AK",
        "Exit code",
    ):
        assert said in done.stdout
