"""`make docs`: write the site to build/docs.

First it writes the input of the site generator to build/site: the guides with their facts, the contract in four
renditions, and the words that the search knows. Then Astro makes the site, configured by docs/site/astro.config.mjs.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import jinja2
import yaml

import samples
from docsite import facts, node, pages
from docsite.documents import Contract

ROOT = Path(__file__).parents[1]
GIVEN = ROOT / "build/site"
SITE = ROOT / "build/docs"


def prepare(contract: Contract, target: Path) -> None:
    """Write the input of the site generator into a new folder."""
    shutil.rmtree(target, ignore_errors=True)
    public, content = target / "public", target / "src/content/docs"
    public.mkdir(parents=True)
    content.mkdir(parents=True)
    shutil.copy(ROOT / "docs/site/content.config.ts", target / "src")
    guides = pages.read(facts.for_pages(contract))
    for page in guides:
        (content / f"{page.name}.md").write_text(page.source, encoding="utf-8")
        (public / f"{page.name}.md").write_text(page.markdown, encoding="utf-8")
    (public / "llms.txt").write_text(pages.index(guides, contract.document["info"]["title"]), encoding="utf-8")
    for name, text in contract.published().items():
        (public / name).write_text(text, encoding="utf-8")
    (target / "menu.json").write_text(json.dumps([page.name for page in guides]), encoding="utf-8")
    for file in (samples.FOLDER / "dws_sign.py", ROOT / "docs/site/favicon.svg"):
        shutil.copy(file, public)
    reference = json.dumps(contract.for_reference())
    (target / "reference.json").write_text(reference, encoding="utf-8")
    known = pages.words(reference, *(page.markdown for page in guides))
    (target / "words.json").write_text(json.dumps(known), encoding="utf-8")


def main() -> int:
    """Build the site. Returns the exit status."""
    try:
        prepare(Contract(ROOT / "openapi.yaml"), GIVEN)
        node.run("astro", "build", "--silent", "--root", GIVEN, "--config", "../../docs/site/astro.config.mjs")
    except (OSError, ValueError, jinja2.TemplateError, yaml.YAMLError, subprocess.CalledProcessError) as error:
        print(f"The documentation could not be built: {error}", file=sys.stderr)
        return 1
    print(f"build/docs is made. It needs a server: {Path(sys.executable).name} -m http.server --directory build/docs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
