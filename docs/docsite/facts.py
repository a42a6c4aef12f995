"""The facts in the guides: nobody types them, they come from the contract, the suite, the programs and the vectors."""

import inspect
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import yaml

import dws_contract
import samples
from dws_contract.document import Contract as JudgedContract
from dws_contract.traffic.fresh_names import PREFIX
from dws_reference import demo
from dws_snapshots import signing
from dws_snapshots.settings import sources
from dws_snapshots.settings.environment import Settings
from on_demand import client_table

from .documents import Contract

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parents[1] / "pages"
SOURCE_EXAMPLE = "the source's own example"


def for_pages(contract: Contract) -> dict[str, Any]:
    """Return the names that a page can use between double braces, with their values."""
    return {
        "contract": contract,
        "operations": list(contract.operations()),
        "demo": demo,
        "codes": error_codes(contract),
        "clauses": clauses(),
        "name_prefix": PREFIX,
        "help": usage,
        "linked": partial(linked, contract),
        "sample": sample,
        "signature": worked_signature(),
        "statuses": statuses(contract),
        "error": partial(error_example, contract),
        "places_of_settings": places_of_settings(),
        "names_of_settings": names_of_settings(),
        "targets": targets(),
        "action": yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8")),
        "on_demand": on_demand(),
        "changelog": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").partition("\n")[2],
    }


def usage(program: str) -> str:
    """Return what `program --help` prints. Raises CalledProcessError."""
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHON_COLORS": "0"}
    command = [sys.executable, "-m", program.replace("-", "_"), "--help"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def linked(contract: Contract, operation: str, words: str) -> str:
    """Return words as a link to an operation in the API reference, or unchanged if the contract lacks it."""
    known = {each.id: each.page for each in contract.operations()}
    return f"[{words}]({known[operation]})" if operation in known else words


def sample(name: str) -> str:
    """Return the text of a file of docs/samples."""
    return (samples.FOLDER / name).read_text(encoding="utf-8").rstrip("\n")


def clauses() -> dict[str, list[dict[str, Any]]]:
    """Return the clauses of the contract suite by topic, each with its number, id, promise and source."""
    terms = JudgedContract.load().terms
    by_topic: dict[str, list[dict[str, Any]]] = {}
    for clause in dws_contract.CLAUSES.values():
        promise = clause.promise.format(**terms)
        told = {"number": clause.number, "id": clause.id, "promise": promise, "source": clause.source}
        by_topic.setdefault(clause.topic, []).append(told)
    return by_topic


def advice() -> dict[str, Any]:
    """Return the content of `pages/errors.yaml`."""
    content: dict[str, Any] = yaml.safe_load((PAGES / "errors.yaml").read_text(encoding="utf-8"))
    return content


def error_codes(contract: Contract) -> list[dict[str, Any]]:
    """Return the contract's error codes with cause and cure.

    Raises ValueError if `pages/errors.yaml` and the contract do not have the same codes.
    """
    known, codes = advice()["codes"], contract.error_codes()
    different = {code.code for code in codes} ^ set(known)
    if different:
        raise ValueError(
            f"pages/errors.yaml and the contract's table of codes differ in {', '.join(sorted(different))}"
        )
    return [{**code._asdict(), **known[code.code]} for code in codes]


def statuses(contract: Contract) -> list[dict[str, Any]]:
    """Return the error statuses, the first paragraphs of their descriptions, and whether to repeat the request.

    Raises ValueError if `pages/errors.yaml` has other statuses.
    """
    responses = next(contract.operations()).body["responses"]
    errors = {int(status): contract.resolve(response) for status, response in responses.items() if status >= "3"}
    repeat = advice()["repeat"]
    if set(repeat) != set(errors):
        raise ValueError("pages/errors.yaml and the contract differ in their error statuses")
    return [
        {"status": status, "meaning": response["description"].split("\n\n")[0].strip(), "repeat": repeat[status]}
        for status, response in errors.items()
    ]


def error_example(contract: Contract, response: str, name: str) -> dict[str, str]:
    """Return an example of an error's body from the contract."""
    media = contract.document["components"]["responses"][response]["content"]["application/json"]
    value: dict[str, str] = media["examples"][name]["value"]
    return value


def places_of_settings() -> str:
    """Return where the Python client looks for credentials, in the words of its docstring."""
    _, _, text = (inspect.getdoc(Settings) or "").partition(". ")
    return text


def names_of_settings() -> str:
    """Return a table with the name of each setting in each place."""
    variables = [*sources.HUAWEI.items(), *sources.OVER_ALL.items(), *sources.OPENSTACK.items()]
    places = (variables, sources.CLOUD.items(), sources.SECTION.items())
    fields = dict.fromkeys(field for place in places for _, field in place)
    lines = ["| | variable | `clouds.yaml` | `credentials` |", "|---|---|---|---|"]
    for field in fields:
        names = (dict.fromkeys(f"`{name}`" for name, kind in place if kind == field) for place in places)
        lines.append(f"| {field.replace('_', ' ')} | {' | '.join(map(', '.join, names))} |")
    return "\n".join(lines)


def on_demand() -> str:
    """Return the table of `make client`; it marks the languages that nobody has tried yet."""
    return client_table.as_markdown(client_table.lines(client_table.tried()))


def targets() -> list[dict[str, str]]:
    """Return the targets of the Makefile that have an explanation."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.findall(r"^([a-z-]+):.*## (.*)", makefile, flags=re.MULTILINE)
    return [{"name": name, "meaning": meaning} for name, meaning in found]


def worked_signature() -> dict[str, Any]:
    """Return each stage of the signature of the source's own example. Raises ValueError if a test vector differs."""
    cases = json.loads((ROOT / "tests/vectors/signing.json").read_text(encoding="utf-8"))
    (case,) = (case for case in cases if case["case"] == SOURCE_EXAMPLE)
    request, key = case["request"], signing.AccessKey(case["access_key"], case["secret_key"])
    at = datetime.strptime(case["date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    signable = signing.Signable(request["method"], request["target"], request["headers"], request["body"].encode())
    headers = signing.signed_headers({**request["headers"], "X-Sdk-Date": case["date"]})
    canonical = signing.canonical_request(signable._replace(headers=headers))
    text = signing.string_to_sign(case["date"], canonical)
    stages = {
        "canonical_request": canonical,
        "string_to_sign": text,
        "signature": signing.signature(key.secret_key, text),
        "authorization": signing.sign(signable, key, at)["Authorization"],
    }
    wrong = [stage for stage, value in stages.items() if value != case[stage]]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: not what tests/vectors/signing.json says")
    return {**case, **stages, "signed_headers": headers}
