"""What other tools read instead of openapi.yaml: OpenAPI 3.0, and a YAML document for tools that only know tokens.

`python overlays/renditions.py` prints openapi-token.yaml.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from contract import load
from on_demand.generator_input import for_generators

CONVERTER = Path(__file__).resolve().parents[1] / "node_modules/.bin/openapi-down-convert"


def openapi_3_0(document: dict[str, Any]) -> dict[str, Any]:
    """Return an OpenAPI 3.1 document in 3.0. Raises FileNotFoundError without the converter; CalledProcessError."""
    # 3.0 has no `info.summary`, and the converter lets it through.
    info = {key: value for key, value in document["info"].items() if key != "summary"}
    # Node may come from a Python package.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with tempfile.TemporaryDirectory() as folder:
        given, derived = Path(folder, "3.1.json"), Path(folder, "3.0.json")
        given.write_text(json.dumps(document | {"info": info}), encoding="utf-8")
        command: list[str | Path] = [CONVERTER, "--input", given, "--output", derived]
        subprocess.run(command, env=os.environ | {"PATH": path}, check=True, stdout=subprocess.DEVNULL)
        older: dict[str, Any] = json.loads(derived.read_text(encoding="utf-8"))
    return older


def token_only(contract: dict[str, Any]) -> dict[str, Any]:
    """Return the contract for generators of clients, in OpenAPI 3.0, with the token as its only credential."""
    return openapi_3_0(for_generators(contract, ("^", "$")))


def as_yaml(document: dict[str, Any]) -> str:
    """Write a document in YAML that reads the same under YAML 1.1 and 1.2."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


class _Dumper(yaml.SafeDumper):
    """Quotes every text that YAML 1.1 or 1.2 may read as something else, and repeats what occurs twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # PyYAML quotes what it would not read as text. Other parsers also read 1e3 as a number, and y as true.
    special = text[:1] in "+-.0123456789" or text in ("y", "Y", "n", "N")
    style = "|" if "\n" in text else "'" if special else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


if __name__ == "__main__":
    sys.stdout.write(as_yaml(token_only(load())))
