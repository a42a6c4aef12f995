"""The API reference: Redoc, the contract and the site's own parts in one file that asks for nothing else."""

import json
from pathlib import Path

import yaml

from . import policy
from .contract import Contract
from .pages import FOLDER, Page, theme
from .palette import Palette

# The style sheet of perfect-scrollbar, which Redoc 2.5.4 carries in its script and puts into the page.
SCROLLBARS = "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='"
LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"
NO_LOGO = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def write(target: Path, contract: Contract, guides: list[Page], assets: dict[str, str], redoc: Path) -> None:
    """Write the page. assets: the site's style sheet, scripts and search index by their names.

    Raises ValueError where Redoc's script is not the one that this module knows.
    """
    script = redoc.read_text(encoding="utf-8")
    if script.count(LOGO) != 1 or "</script" in script.lower():
        raise ValueError(f"{redoc}: not the Redoc that docsite/reference.py knows")
    palette = Palette(FOLDER / "theme/palette.yaml")
    options = palette.fill(yaml.safe_load((FOLDER / "theme/redoc.yaml").read_text(encoding="utf-8")))
    data = {
        "contract": contract.for_reference(),
        "options": options,
        "colours": {hexadecimal: name for name, hexadecimal in palette.light.items()},
        "search": json.loads(assets["index"]),
    }
    style = assets["style"] + (FOLDER / "theme/reference.css").read_text(encoding="utf-8")
    scripts = [
        assets["script"],
        script.replace(LOGO, NO_LOGO),
        (FOLDER / "theme/reference.js").read_text(encoding="utf-8"),
    ]
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
