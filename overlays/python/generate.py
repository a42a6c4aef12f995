"""Generate the Python client from a contract: `python overlays/python/generate.py openapi.yaml generated/python`.

openapi-python-client writes models and calls. Our own templates add what it drops: the constraints, as a table that the
hand-written codec reads, and the methods of a client.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import fill, indent
from typing import Any, NamedTuple

import openapi_python_client
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from openapi_python_client import strings
from openapi_python_client.config import Config, ConfigFile, MetaType

from contract import inlined, load
from methods import Method, class_name, identifier, methods_of
from model import Model, UnenforceableError
from reader import read

HERE = Path(__file__).parent
WRITTEN = ("schemas.py", "operations.py", "calls.py")


class Patch(NamedTuple):
    """A change to a template of openapi-python-client. It must apply exactly `times` times."""

    template: str
    old: str
    new: str
    times: int = 1


UNSET = """
    def __reduce__(self) -> str:
        return "UNSET"

    def __repr__(self) -> str:
        return "UNSET"
"""
EAGER = """{% for import in imports | sort %}
{{ import }}
{% endfor %}
"""
LAZY = """from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    {% for import in imports | sort %}
    {{ import }}
    {% endfor %}
else:
    _MODULES = {
        {% for all in alls | sort %}
        "{{ all }}": "{{ all | snakecase }}",
        {% endfor %}
    }

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = model = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        return model
"""
PATCHES = [
    # In a class with a member named `type`, `type[T]` is not the builtin.
    Patch(
        "model.py.jinja", "cls: type[T], src_dict: Mapping[str, Any]) -> T", "cls, src_dict: Mapping[str, Any]) -> Self"
    ),
    Patch("model.py.jinja", "import Any, TypeVar,", "import Any, Self, TypeVar,"),
    # Values that differ only in case always come in the same order.
    Patch("literal_enum.py.jinja", "enum.values|list|sort", "enum.values|list|sort(case_sensitive=true)", times=2),
    # People compare with UNSET, so a copy or a pickle of it gives the same object. Its repr is one word.
    Patch("types.py.jinja", "        return False\n", "        return False\n" + UNSET),
    # A model is imported when it is first used: importing all takes a third as long as importing httpx.
    Patch("models_init.py.jinja", EAGER, LAZY),
    # No repr shows a token.
    Patch("client.py.jinja", 'type="str", default="",', 'type="str", default="field(repr=False)",'),
    Patch("client.py.jinja", "(factory=dict, kw_only=True,", "(factory=dict, kw_only=True, repr=False,", times=3),
    # Every call has a time-out.
    Patch(
        "client.py.jinja", "Timeout | None = field(default=None", "Timeout | None = field(default=httpx.Timeout(60.0)"
    ),
]


def main() -> None:
    """Write the package `dws_snapshots_client`: the contract's path and the folder are on the command line."""
    source, output = Path(sys.argv[1]), Path(sys.argv[2])
    document, package = load(source), output / "dws_snapshots_client"
    try:
        model = read(document)
        methods = methods_of(model)
    except UnenforceableError as error:
        sys.exit(f"generate: {error}")
    shutil.rmtree(package, ignore_errors=True)
    output.mkdir(parents=True, exist_ok=True)
    run_generator(document, package)
    write_modules(model, methods, package)
    tidy(package)


def run_generator(contract: dict[str, Any], package: Path) -> None:
    """Run openapi-python-client with patched templates on the part of the contract that it understands."""
    with tempfile.TemporaryDirectory() as folder:
        document, templates = Path(folder) / "openapi.json", Path(folder) / "templates"
        document.write_text(json.dumps(for_generator(inlined(contract))), encoding="utf-8")
        patch_templates(Path(openapi_python_client.__file__).parent / "templates", templates)
        config = Config.from_sources(
            ConfigFile.load_from_path(HERE / "codegen.yaml"),
            MetaType.NONE,
            document,
            file_encoding="utf-8",
            overwrite=False,
            output_path=package,
        )
        if errors := openapi_python_client.generate(config=config, custom_template_path=templates):
            sys.exit("\n".join(f"generate: {error.header} {error.detail}" for error in errors))


def patch_templates(source: Path, target: Path) -> None:
    """Write the templates that are patched. A patch that does not apply ends the program."""
    target.mkdir()
    for name in {patch.template for patch in PATCHES}:
        text = (source / name).read_text(encoding="utf-8")
        for patch in PATCHES:
            if patch.template == name:
                if text.count(patch.old) != patch.times:
                    sys.exit(f"generate: {name}: {patch.old!r} occurs {text.count(patch.old)} times, not {patch.times}")
                text = text.replace(patch.old, patch.new)
        (target / name).write_text(text, encoding="utf-8")


def for_generator(node: Any, parent: str = "") -> Any:
    """Leave out what the generator would turn into behaviour: see the reasons below."""
    if isinstance(node, list):
        return [for_generator(item) for item in node]
    if not isinstance(node, dict):
        return node
    dropped = set()
    if "type" in node and parent != "properties":
        # It would name a class after a title, and send a default where the caller left the member out.
        dropped |= {"title", "default"}
        # It would change a UUID to lower case, and accept braces and urn: prefixes.
        dropped |= {"format"} if node.get("format") == "uuid" else set()
        # null is read as absent, and never sent.
        node = without_null(node) if isinstance(node["type"], list) else node
    return {key: for_generator(value, key) for key, value in node.items() if key not in dropped}


def without_null(node: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without the null among its types and values."""
    (kind,) = set(node["type"]) - {"null"}
    enum = {"enum": [value for value in node["enum"] if value is not None]} if "enum" in node else {}
    return {**node, "type": kind, **enum}


def write_modules(model: Model, methods: list[Method], package: Path) -> None:
    """Write the modules that our own templates make of the contract, and copy the codec."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"class": class_name, "docstring": docstring, "identifier": identifier, "repr": repr}
    for name in WRITTEN:
        module = environment.get_template(f"{name}.jinja").render(schemas=model.schemas, methods=methods)
        (package / name).write_text(module, encoding="utf-8")
    shutil.copy(HERE / "support/codec.py", package)
    (package / "py.typed").touch()


def docstring(method: Method) -> str:
    """Return what the contract says of an operation, wrapped for a method's docstring."""
    operation = method.operation
    paragraphs = [f"{operation.summary}.", *operation.description.split("\n\n")]
    paragraphs += [f"{argument.name}: {argument.description}" for argument in (*method.path, *method.keywords)]
    paragraphs += [f"Source: {', '.join(operation.sources)}."] if operation.sources else []
    text = "\n\n".join(fill(paragraph, 112, break_long_words=False, break_on_hyphens=False) for paragraph in paragraphs)
    return indent(strings.safe_for_docstring(text), " " * 8).strip()


def tidy(package: Path) -> None:
    """Drop unused imports and format, with the pinned ruff and no configuration but this."""
    ruff: list[str | Path] = [sys.executable, "-m", "ruff"]
    quiet: list[str | Path] = ["--quiet", "--isolated", "--no-cache", package]
    subprocess.run([*ruff, "check", "--fix-only", "--select=F401,F811,I,UP", *quiet], check=True)
    compact = "format.skip-magic-trailing-comma = true"
    subprocess.run([*ruff, "format", "--line-length=120", "--config", compact, *quiet], check=True)


if __name__ == "__main__":
    main()
