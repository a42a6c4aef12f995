"""A report in the formats that people and machines read."""

from __future__ import annotations

import os
from pathlib import Path

from dws_contract.report import Report
from dws_contract.reports import as_html, as_json, as_junit

FILES = {"junit.xml": as_junit.render, "report.html": as_html.render, "report.json": as_json.render}


def write(report: Report, folder: Path) -> None:
    """Write every format into a folder, which is created if necessary. Raises OSError.

    Each file is complete when it appears under its name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, render in FILES.items():
        beside = folder / f".{name}.{os.getpid()}"
        try:
            beside.write_text(render(report), "utf-8", errors="backslashreplace")
            beside.replace(folder / name)
        finally:
            beside.unlink(missing_ok=True)
