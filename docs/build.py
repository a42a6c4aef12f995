"""`make docs`: write the site to build/docs.

Reads openapi.yaml, or the contract that --contract names; takes Redoc, esbuild and the converter from node_modules.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

import jinja2
import yaml

from docsite import facts, pages, reference, search
from docsite.contract import Contract, down_convert
from docsite.palette import Palette

ROOT = Path(__file__).parents[1]
THEME = Path(__file__).parent / "theme"


def build(contract: Contract, output: Path) -> None:
    """Write every file of the site into a new folder.

    Raises ValueError where the folder is there and holds something else than a site.
    """
    if output.exists() and any(output.iterdir()) and not (output / "search.js").exists():
        raise ValueError(f"{output} holds something else than a site; it was left alone")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    guides = pages.read(facts.for_pages(contract))
    assets = {
        "style": Palette(THEME / "palette.yaml").css() + (THEME / "site.css").read_text(encoding="utf-8"),
        "script": (THEME / "site.js").read_text(encoding="utf-8"),
        "index": search.index(guides, contract),
    }
    (output / "site.css").write_text(assets["style"], encoding="utf-8")
    (output / "site.js").write_text(assets["script"], encoding="utf-8")
    (output / "search.js").write_text(f"globalThis.searchIndex={assets['index']};\n", encoding="utf-8")
    pages.write(guides, output, contract.version)
    reference.write(output / search.REFERENCE, contract, guides, assets)
    shutil.copy(contract.path, output / "openapi.yaml")
    (output / "openapi.json").write_text(contract.as_json(), encoding="utf-8")
    down_convert(contract, output / "openapi-3.0.yaml")
    shutil.copy(ROOT / "docs/samples/dws_sign.py", output)


def main() -> int:
    """Build as the command line says. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Build the documentation site.", allow_abbrev=False)
    parser.add_argument("--contract", type=Path, default=ROOT / "openapi.yaml", help="the contract (openapi.yaml)")
    parser.add_argument("--output", type=Path, default=ROOT / "build/docs", help="made anew (build/docs)")
    options = parser.parse_args()
    try:
        build(Contract(options.contract), options.output)
    except (OSError, ValueError, jinja2.TemplateError, yaml.YAMLError, subprocess.CalledProcessError) as error:
        print(f"The documentation could not be built: {error}", file=sys.stderr)
        return 1
    print(f"{options.output / 'index.html'}: open it in a browser")
    return 0


if __name__ == "__main__":
    sys.exit(main())
