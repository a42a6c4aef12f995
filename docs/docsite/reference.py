"""The API reference: Redoc, the contract and the site's own parts in one file that asks for nothing else."""

import json
from pathlib import Path

import yaml

from . import bundle, policy
from .contract import Contract
from .pages import FOLDER, Page, theme
from .palette import Palette

# The style sheet of perfect-scrollbar, which Redoc 2.5.4 carries in its script and puts into the page.
SCROLLBARS = "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"


def write(target: Path, contract: Contract, guides: list[Page], assets: dict[str, str]) -> None:
    """Write the page. assets: the site's style sheet, scripts and search index by their names.

    Raises CalledProcessError, and ValueError where Redoc is not the one that is known.
    """
    palette = Palette(FOLDER / "theme/palette.yaml")
    options = palette.fill(yaml.safe_load((FOLDER / "theme/redoc.yaml").read_text(encoding="utf-8")))
    data = {
        "contract": contract.for_reference(),
        "options": options,
        "colours": {hexadecimal: name for name, hexadecimal in palette.light.items()},
        "search": json.loads(assets["index"]),
    }
    style = assets["style"] + (FOLDER / "theme/reference.css").read_text(encoding="utf-8")
    scripts = [assets["script"], bundle.script()]
    html = (
        theme()
        .get_template("reference.html")
        .render(
            pages=guides,
            version=contract.version,
            title=contract.document["info"]["title"],
            data=json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/"),
            style=style,
            scripts=scripts,
            policy=f"{policy.inline(scripts, [style, ''])} {SCROLLBARS}",
        )
    )
    target.write_text(html, encoding="utf-8")
