"""A report in the formats that people and machines read."""

from __future__ import annotations

from pathlib import Path

from dws_contract.report import Report
from dws_contract.reports import as_html, as_json, as_junit

FILES = {"junit.xml": as_junit.render, "report.html": as_html.render, "report.json": as_json.render}


def write(report: Report, folder: Path) -> None:
    """Write every format into a folder, which is made if need be. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, render in FILES.items():
        (folder / name).write_text(render(report), "utf-8")
