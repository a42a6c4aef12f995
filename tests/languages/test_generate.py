"""The generator of the Python client: it is reproducible, refuses rules that it can't enforce, takes new operations."""

import copy
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract import load
from model import UnenforceableError
from reader import read
from support import checkout
from support.calls import PROJECT_ID
from support.raw_server import RawServer, answer

ROOT = Path(__file__).parents[2]
GENERATE = ROOT / "overlays/python/generate.py"


@pytest.fixture(scope="module")
def programs() -> Iterator[None]:
    """The generator's own modules, which no package contains."""
    sys.path.insert(0, str(GENERATE.parent))
    yield
    sys.path.remove(str(GENERATE.parent))


@pytest.fixture
def contract() -> dict[str, Any]:
    return copy.deepcopy(load())


def test_the_end_is_told_in_one_sentence_and_nothing_is_written(contract: dict[str, Any], tmp_path: Path) -> None:
    contract["components"]["schemas"]["Datastore"]["properties"]["version"]["const"] = "x"
    done = generated(contract, tmp_path)
    assert (done.returncode, done.stderr) == (1, "generate: Datastore.version: const can't be enforced\n")
    assert not (tmp_path / "dws_snapshots_client").exists()


def test_arguments_of_one_name_end_the_generation(programs: None, contract: dict[str, Any]) -> None:
    import methods

    create = contract["paths"]["/v1.0/{project_id}/snapshots"]["post"]
    create["parameters"] = [{"name": "name", "in": "query", "schema": {"type": "string"}}]
    with pytest.raises(UnenforceableError, match="createSnapshot: several arguments have the same name"):
        methods.methods_of(read(contract))


def test_a_template_that_changed_ends_the_generation(programs: None, tmp_path: Path) -> None:
    import generate

    (tmp_path / "old").mkdir()
    for patch in generate.PATCHES:
        (tmp_path / "old" / patch.template).write_text("something else")
    with pytest.raises(SystemExit, match="occurs 0 times, not"):
        generate.patch_templates(tmp_path / "old", tmp_path / "new")


def generated(contract: dict[str, Any], folder: Path, seed: str = "0") -> subprocess.CompletedProcess[str]:
    (folder / "openapi.yaml").write_text(yaml.safe_dump(contract, sort_keys=False))
    command: list[str | Path] = [sys.executable, GENERATE, folder / "openapi.yaml", folder]
    environment = checkout.environment() | {"PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_the_same_comes_out_whatever_the_hashes_are(contract: dict[str, Any], tmp_path: Path) -> None:
    for seed in ("1", "2", "3"):
        (tmp_path / seed).mkdir()
        assert generated(contract, tmp_path / seed, seed).returncode == 0
    expected = contents(ROOT / "generated/python/dws_snapshots_client")
    assert all(contents(tmp_path / seed / "dws_snapshots_client") == expected for seed in ("1", "2", "3"))


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*.py")}


GADGETS = """
paths:
  /v1.0/{project_id}/gadgets:
    parameters:
      - $ref: "#/components/parameters/ProjectId"
    get:
      operationId: listGadgets
      tags: [Gadgets]
      summary: List a project's gadgets
      description: Lists the gadgets of one colour.
      x-reference: ListGadgets
      parameters:
        - name: colour
          in: query
          required: true
          description: Colour of the gadgets. Mandatory.
          schema: {type: string, enum: [red, blue]}
        - name: weight
          in: query
          description: Weights of the gadgets. Optional.
          schema: {type: array, items: {type: number, minimum: 0}}
      responses:
        "200":
          description: The gadgets.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/ListGadgetsResponse"}
  /v1.0/{project_id}/gadgets/{class}:
    parameters:
      - $ref: "#/components/parameters/ProjectId"
      - {name: class, in: path, required: true, schema: {type: string, pattern: "^[a-z]+$"}}
    get:
      operationId: showGadget
      summary: Show a gadget
      responses:
        "200":
          description: The newest gadget of the class.
          content: {application/json: {schema: {$ref: "#/components/schemas/ShowGadgetResponse"}}}
  /v1.0/{project_id}/parts:
    parameters:
      - $ref: "#/components/parameters/ProjectId"
    get:
      operationId: listParts
      summary: List a project's parts
      parameters:
        - {name: made-by, in: query, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, minimum: 1}}
        - {name: offset, in: query, schema: {type: integer, minimum: 0}}
      responses:
        "200":
          description: A page of parts.
          content: {application/json: {schema: {$ref: "#/components/schemas/ListPartsResponse"}}}
  /v1.0/{project_id}/quotas:
    parameters:
      - $ref: "#/components/parameters/ProjectId"
    get:
      operationId: showQuotas
      summary: Show the quotas
      responses:
        "200":
          description: The quotas. None of them is mandatory.
          content: {application/json: {schema: {$ref: "#/components/schemas/Quotas"}}}
components:
  schemas:
    ListGadgetsResponse:
      type: object
      required: [gadgets]
      properties:
        gadgets: {type: array, items: {$ref: "#/components/schemas/Gadget"}}
        count: {type: integer}
    Gadget:
      type: object
      required: [id, class]
      properties:
        id: {type: string}
        class: {type: string}
        madeOn: {type: string, format: date-time}
        progress: {$ref: "#/components/schemas/Progress"}
    ShowGadgetResponse:
      type: object
      required: [gadget]
      properties:
        gadget: {$ref: "#/components/schemas/Gadget"}
    ListPartsResponse:
      type: object
      required: [parts]
      properties:
        parts: {type: array, items: {$ref: "#/components/schemas/Gadget"}}
        count: {type: integer}
    Quotas:
      type: object
      properties:
        gadgets: {type: integer}
    Progress:
      type: object
      additionalProperties: {type: string}
"""
SCRIPT = """
import asyncio, sys
from dws_snapshots import AsyncDwsClient, DwsClient, InvalidRequest, TokenAuth

account = {"project_id": sys.argv[2], "auth": TokenAuth("t")}
with DwsClient(sys.argv[1], **account) as dws:
    print(dws.list_gadgets.__doc__.split("Source")[0])
    for gadget in dws.list_gadgets(colour="red", weight=[1, 2.5]):
        print(gadget.id, gadget.class_, gadget.made_on, gadget.progress.additional_properties)
        print(gadget.additional_properties)
    try:
        dws.list_gadgets(colour="green")
    except InvalidRequest as error:
        print(error)
    print(dws.show_gadget("hammer").id, bool(dws.show_quotas().gadgets))
    print([part.id for part in dws.iter_parts(made_by="me", limit=3)])

async def ask():
    async with AsyncDwsClient(sys.argv[1], **account) as dws:
        print(len(await dws.list_gadgets(colour="blue")))
        print([part.id async for part in dws.iter_parts(made_by="me")])

asyncio.run(ask())
"""


def test_an_added_operation_is_a_method_of_both_clients(contract: dict[str, Any], tmp_path: Path) -> None:
    added = yaml.safe_load(GADGETS)
    contract["paths"] |= added["paths"]
    contract["components"]["schemas"] |= added["components"]["schemas"]
    done = generated(contract, tmp_path)
    assert done.returncode == 0, done.stderr
    progress = '"progress": {"SNAPSHOTTING": "16%", "GROWING": null, "RESTORING": {}, "made_of": 5}'
    gadget = f'{{"id": 7, "class": "hammer", "madeOn": "2026-11-24T03:59:23", {progress}}}'
    body = f'{{"gadgets": [{gadget}], "gadget": {gadget}, "parts": [{gadget}], "count": "1"}}'
    path = os.pathsep.join([str(tmp_path), str(ROOT / "overlays/python")])
    with RawServer(answer(200, body)) as server:
        told = subprocess.run(
            [sys.executable, "-c", SCRIPT, server.url, PROJECT_ID],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    assert told.returncode == 0, told.stderr
    assert "List a project's gadgets.\n\n        Lists the gadgets of one colour." in told.stdout
    assert "colour: Colour of the gadgets. Mandatory." in told.stdout
    assert told.stdout.splitlines()[-7:] == [
        "7 hammer 2026-11-24 03:59:23+00:00 {'SNAPSHOTTING': '16%', 'made_of': '5'}",
        "{'progress': {'SNAPSHOTTING': '16%', 'GROWING': None, 'RESTORING': {}, 'made_of': 5}}",
        "colour must be one of red, blue; given 'green'",
        "7 False",
        "['7']",
        "1",
        "['7']",
    ]
    assert [request.split(b" ")[1] for request in server.requests] == [
        f"/v1.0/{PROJECT_ID}/{path}".encode()
        for path in (
            "gadgets?colour=red&weight=1&weight=2.5",
            "gadgets/hammer",
            "quotas",
            "parts?made-by=me&limit=3&offset=0",
            "gadgets?colour=blue",
            "parts?made-by=me&limit=100&offset=0",
        )
    ]
