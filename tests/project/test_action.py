"""The GitHub action: its syntax, who uses it, and what its steps do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from plain_server.faults import CATALOGUE
from plain_server.server import Service
from plain_server.wire import Answer, Request
from support.action import ACTION, evaluated, inputs_of, run_steps
from support.checkout import ROOT
from support.served import served

WORKFLOWS = [*sorted((ROOT / ".github/workflows").glob("*.yml")), ROOT / "docs/samples/guides/conformance.yml"]
FILES = ["junit.xml", "report.html", "report.json"]


@pytest.mark.parametrize("file", [ROOT / "action.yml", *WORKFLOWS], ids=lambda file: file.name)
def test_what_github_reads_has_the_form_that_it_declares(file: Path) -> None:
    kind = "actions" if file.name == "action.yml" else "workflows"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.github-{kind}", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_repository_uses_its_own_action() -> None:
    (workflow,) = (file for file in WORKFLOWS if file.name == "ci.yml")
    steps = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]["action"]["steps"]
    (step,) = (step for step in steps if step.get("uses") == "./")
    assert inputs_of(step)["url"] == "http://127.0.0.1:8080"


def test_no_script_holds_an_input_and_no_input_is_a_secret() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert not [script for script in scripts if "${{" in script]
    assert not [name for name in ACTION["inputs"] if "token" in name or "key" in name or "secret" in name]


def judge(service: Service, folder: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run the action on a service."""
    with served(service) as options:
        given: dict[str, Any] = {
            "url": options.url,
            "project-id": options.project_id,
            "cluster-id": options.cluster_id,
            "options": "--seed 1 --max-examples 0 --only names",
        }
        variables = {"DWS_TOKEN": service.account.token, "GITHUB_ACTIONS": "true"}
        summary = {"GITHUB_STEP_SUMMARY": str(folder / "summary.md")}
        return run_steps(inputs_of({"with": given | changes}), folder, **variables, **summary)


def test_a_right_service_passes_and_the_report_is_where_the_upload_takes_it(tmp_path: Path) -> None:
    done = judge(Service(), tmp_path, report="a report")
    assert done.returncode == 0, done.stdout + done.stderr
    upload = ACTION["runs"]["steps"][-1]
    assert upload["if"] == "always()"
    path = evaluated(upload["with"]["path"], {"report": "a report"})
    assert sorted(each.name for each in (tmp_path / path).iterdir()) == FILES


def test_a_wrong_service_fails_with_a_report_annotations_and_a_summary(tmp_path: Path) -> None:
    done = judge(CATALOGUE["name-of-3-accepted"].service(), tmp_path)
    assert done.returncode == 1
    assert "\n::error title=43 name-min-length::" in done.stdout
    assert sorted(each.name for each in (tmp_path / ACTION["inputs"]["report"]["default"]).iterdir()) == FILES
    assert "43 name\\-min\\-length" in (tmp_path / "summary.md").read_text(encoding="utf-8")


class BehindGateway(Service):
    """Answers only with a header whose value has a space."""

    async def answer(self, request: Request) -> Answer:
        if request.headers.get("x-pass") != "open sesame":
            return Answer(403, b"", {})
        return await super().answer(request)


@pytest.mark.parametrize("header", ["'X-Pass: open sesame'", '"X-Pass: open sesame"', r"X-Pass:\ open\ sesame"])
def test_a_value_with_spaces_is_put_into_quotes(header: str, tmp_path: Path) -> None:
    done = judge(BehindGateway(), tmp_path, options=f"--max-examples 0\n--only names\n--header {header}\n")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_quote_that_is_not_closed_is_one_sentence(tmp_path: Path) -> None:
    done = judge(Service(), tmp_path, options="--header 'X-Pass: open sesame")
    assert (done.returncode, done.stderr) == (2, "The input options cannot be read: No closing quotation.\n")


def test_an_input_is_never_a_command(tmp_path: Path) -> None:
    hostile = "$(touch made) `touch made`; touch made #"
    done = judge(Service(), tmp_path, url=hostile)
    assert done.returncode == 2
    assert "--url is '$(touch made)" in done.stderr
    done = judge(Service(), tmp_path, options="--exclude *;touch made $(touch made)")
    assert done.returncode == 2
    assert "--exclude is '*;touch'" in done.stderr
    done = judge(Service(), tmp_path, options='--exclude "$(touch made) `touch made` $HOME"')
    assert "--exclude is '$(touch made) `touch made` $HOME'" in done.stderr
    assert not (tmp_path / "made").exists()
