"""The contract suite and stock schemathesis as commands that leave a report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from dws_contract import Options
from programs.bench.peers import OWN, PYTHON, ROOT, Command, node

Report = dict[str, Any]


def suite(options: Options, folder: Path, *more: str) -> Report:
    """Run the suite as a user does, with its default settings and some more options; return its report."""
    command = [sys.executable, "-m", "dws_contract", "--url", options.url, "--seed", str(options.seed)]
    command += ["--project-id", options.project_id, "--cluster-id", options.cluster_id, "--report-dir", str(folder)]
    command += more
    keys = {"HUAWEICLOUD_SDK_AK": options.access_key, "HUAWEICLOUD_SDK_SK": options.secret_key}
    secrets = {name: value for name, value in (keys | {"DWS_TOKEN": options.token}).items() if value}
    subprocess.run(command, cwd=folder, env=os.environ | secrets, capture_output=True, check=False)
    return read(folder / "report.json")


def schemathesis(options: Options, folder: Path, *more: str) -> Report:
    """Run `schemathesis run` with every check, the project and the token; return its report."""
    settings = folder / "schemathesis.toml"
    settings.write_text(f'[parameters]\n"path.project_id" = "{options.project_id}"\n')
    stock = PYTHON.with_name("schemathesis")
    command: Command = [stock, "--config-file", settings, "run", ROOT / "openapi.yaml", "--url", options.url]
    command += ["-H", f"X-Auth-Token: {options.token}", "--seed", str(options.seed), "--checks", "all"]
    command += ["--continue-on-failure", "--report", "json", "--report-dir", folder, *more]
    subprocess.run(command, cwd=folder, env=node(), capture_output=True, check=False)
    (written,) = folder.glob("json-*.json")
    return read(written)


def hooked_schemathesis(options: Options, folder: Path) -> Report:
    """Run `schemathesis run` with the hooks of the suite, which take all settings from the environment."""
    command: Command = [OWN / "schemathesis", "run", ROOT / "openapi.yaml", "--url", options.url]
    command += ["--seed", str(options.seed), "--checks", "all", "--continue-on-failure"]
    told = {
        "SCHEMATHESIS_HOOKS": "dws_contract.hooks",
        "DWS_TOKEN": str(options.token),
        "HUAWEICLOUD_SDK_PROJECT_ID": options.project_id,
        "DWS_CLUSTER_ID": options.cluster_id,
    }
    command += ["--report", "json", "--report-dir", folder]
    subprocess.run(command, cwd=folder, env=os.environ | told, capture_output=True, check=False)
    (written,) = folder.glob("json-*.json")
    return read(written)


def read(path: Path) -> Report:
    """Return a report. Its result is in it, so the exit status is not needed."""
    report: Report = json.loads(path.read_text(encoding="utf-8"))
    return report
