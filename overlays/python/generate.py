"""Generate the Python client from openapi.yaml: `python overlays/python/generate.py [OUTPUT]`.

OUTPUT is a folder, by default generated/python.
openapi-python-client writes models and calls. The constraints of the contract, which it drops, are then compiled into
checks that each call makes before anything is sent.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import Any, NamedTuple

import fastjsonschema
import openapi_python_client
import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}

ENFORCED = {"$ref", "type", "enum", "properties", "required", "items", "minItems", "maxItems"} | {
    *("minLength", "maxLength", "pattern", "format", "minimum", "maximum")
}
ANNOTATIONS = {"title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly"}
ENFORCED_FORMATS = {"uuid", "date-time"}
# A lone surrogate is no text. A pattern in the contract that said so would be no pattern in other languages.
TEXT = r"^[^\ud800-\udfff]*\Z"
# What such a pattern matches is ASCII only: it is anchored, and made of characters and of lists of those allowed.
ASCII_PATTERN = re.compile(r"\^(?!.*\[\^)[ -,/-\[\]-{}~-]*\$", re.ASCII)
UUID_PATTERN = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
# Services send null for an optional member that they don't know, and "" for a time that has not come: both are read as
# absent. What a caller gives is held to the contract.
TIME_OR_EMPTY = fastjsonschema.draft07.CodeGeneratorDraft07.FORMAT_REGEXS["date-time"].replace("^", r"^\Z|^", 1)
FORMATS = {"text": TEXT, "time or empty": TIME_OR_EMPTY}


class Patch(NamedTuple):
    """A change to a template of openapi-python-client. It must apply exactly `times` times."""

    template: str
    old: str
    new: str
    times: int


CHECK = """\
    constraints.check_{{ python_identifier(endpoint.name) }}_request({
    {% for parameter in endpoint.path_parameters %}
        "{{ parameter.name | in_double_quote_literal }}": {{ parameter.python_name }},
    {% endfor %}
    {% if endpoint.query_parameters %}
        **params,
    {% endif %}
    {% if endpoint.bodies %}
        "body": _kwargs["json"],
    {% endif %}
    })
    return _kwargs
"""
ABSENT = """\
        d = dict(src_dict)
    {% for property in model.optional_properties %}
        if d.get("{{ property.name | in_double_quote_literal }}", UNSET)
            {{- ' in (None, "")' if 'datetime' in property.template else " is None" }}:
            del d["{{ property.name | in_double_quote_literal }}"]
    {% endfor %}
"""
UNSET = """
    def __reduce__(self) -> str:
        return "UNSET"

    def __repr__(self) -> str:
        return "UNSET"
"""
UNCHANGED = r"        if self\._(?:async_)?client is not None:\n            self\._(?:async_)?client\..*\n"
PATCHES = [
    # Checks run in the bare generated client too; the overlay builds its requests with a public function.
    Patch("endpoint_module.py.jinja", r"_get_kwargs\(", "build_request(", 3),
    Patch("endpoint_module.py.jinja", r"from \.\.\. import errors\n", "from ... import constraints, errors\n", 1),
    Patch("endpoint_module.py.jinja", r"    return _kwargs\n", CHECK, 1),
    # A lone surrogate is refused by the check, not by what builds the path before.
    Patch("endpoint_module.py.jinja", r'(=quote\(str\(.*?\), safe="")\)', r'\1, errors="replace")', 1),
    # null is no more than an absent optional member.
    Patch("model.py.jinja", r"        d = dict\(src_dict\)\n", ABSENT, 1),
    # A copy of what is unset, or of its pickle, is unset; and it is told in a word.
    Patch("types.py.jinja", r"(class Unset:\n(?:    .*\n)+)", r"\1" + UNSET, 1),
    # A token shows in no repr.
    Patch("client.py.jinja", r'type="str", default="",', 'type="str", default="field(repr=False)",', 1),
    Patch("client.py.jinja", r'kw_only=True, alias="(headers|cookies)"', r'kw_only=True, repr=False, alias="\1"', 2),
    # A call ends.
    Patch("client.py.jinja", r"(httpx.Timeout \| None = field\()default=None", r"\1default=httpx.Timeout(60.0)", 1),
    # with_headers() and the like make a new client and leave this one as it is.
    Patch("client.py.jinja", UNCHANGED, "", 6),
]


def main() -> None:
    """Write the package `dws_snapshots_client` into the folder named on the command line."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "generated/python"
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    package = output / "dws_snapshots_client"
    shutil.rmtree(package, ignore_errors=True)
    output.mkdir(parents=True, exist_ok=True)
    try:
        checks = compile_constraints(contract)
    except UnenforceableError as error:
        sys.exit(f"generate: {error}")
    run_generator(contract, package)
    write_constraints(checks, package / "constraints")
    import_lazily(package / "models/__init__.py")
    (package / "py.typed").touch()
    tidy(package)


def run_generator(contract: dict[str, Any], package: Path) -> None:
    """Run openapi-python-client with patched templates on what it can take of the contract."""
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "openapi.json"
        document.write_text(json.dumps(for_generator(contract)), encoding="utf-8")
        templates = Path(folder) / "templates"
        patch_templates(Path(openapi_python_client.__file__).parent / "templates", templates)
        command: list[str | Path] = [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta=none", "--fail-on-warning"),
            *("--path", document, "--config", HERE / "codegen.yaml"),
            *("--custom-template-path", templates, "--output-path", package),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def tidy(package: Path) -> None:
    """Drop unused imports and format, by the pinned ruff and whatever configuration surrounds the output."""
    ruff: list[str | Path] = [sys.executable, "-m", "ruff"]
    quiet: list[str | Path] = ["--quiet", "--isolated", "--no-cache", package]
    subprocess.run([*ruff, "check", "--fix-only", "--select=F401,F811,I,UP", *quiet], check=True)
    subprocess.run([*ruff, "format", "--line-length=120", *quiet], check=True)


def patch_templates(source: Path, target: Path) -> None:
    """Copy the templates that change, changed; a patch that does not apply ends the program."""
    target.mkdir()
    for name in {patch.template for patch in PATCHES}:
        text = (source / name).read_text(encoding="utf-8")
        for patch in PATCHES:
            if patch.template == name:
                text, count = re.subn(patch.old, patch.new, text)
                if count != patch.times:
                    sys.exit(f"generate: {name}: {patch.old!r} occurs {count} times, expected {patch.times}")
        (target / name).write_text(text, encoding="utf-8")


def for_generator(node: Any, parent: str = "") -> Any:
    """Leave out what the generator would turn into behaviour: see the two reasons below."""
    if isinstance(node, list):
        return [for_generator(item) for item in node]
    if not isinstance(node, dict):
        return node
    dropped = set()
    if "type" in node and parent != "properties":
        # It would send the default where the caller left the member out.
        dropped.add("default")
        # It would fold a UUID's case, and take braces and urn: prefixes; the compiled checks enforce the format.
        dropped |= {"format"} if node.get("format") == "uuid" else set()
    return {key: for_generator(value, key) for key, value in node.items() if key not in dropped}


class UnenforceableError(Exception):
    """The contract states a rule that the compiled checks could not enforce."""


def compile_constraints(contract: dict[str, Any]) -> dict[str, str]:
    """Compile every shared parameter, and the request and the success body of every operation.

    Returns Python source by function name.

    Raises UnenforceableError for a keyword, a format or a kind of parameter that is not enforced.
    """
    schemas = {}
    for parameter in contract["components"]["parameters"].values():
        schemas[parameter["name"]] = object_of({parameter["name"]: parameter["schema"]}, {parameter["name"]})
    for operation_id, operation in operations(contract):
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", operation_id).lower()
        schemas[f"{name}_request"] = request_schema(contract, operation)
        for status, answer in operation["responses"].items():
            success = resolve(contract, answer)
            if str(status).startswith("2") and "content" in success:
                schemas[f"{name}_response"] = object_of({"body": media_schema(success)}, {"body"})
    sources = {}
    for function, schema in schemas.items():
        closed = inline(contract, schema, function, reading=function.endswith("_response"))
        closed["$schema"] = "https://json-schema.org/draft/2019-09/schema"
        sources[function] = fastjsonschema.compile_to_code(closed, formats=FORMATS, use_default=False)
    return sources


def operations(contract: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every operation with its ID; `parameters` includes those of its path."""
    for item in contract["paths"].values():
        for method, operation in item.items():
            if method in METHODS:
                parameters = item.get("parameters", []) + operation.get("parameters", [])
                yield operation["operationId"], {**operation, "parameters": parameters}


def request_schema(contract: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """One schema for all that a caller gives: the parameters by name, and the body as `body`."""
    properties, required = {}, set()
    for reference in operation["parameters"]:
        parameter = resolve(contract, reference)
        if parameter["in"] not in ("path", "query") or "schema" not in parameter:
            raise UnenforceableError(f"parameter {parameter['name']}: only path and query schemas are enforced")
        properties[parameter["name"]] = parameter["schema"]
        required |= {parameter["name"]} if parameter.get("required") else set()
    if "requestBody" in operation:
        properties["body"] = media_schema(resolve(contract, operation["requestBody"]))
        required.add("body")
    return object_of(properties, required)


def object_of(properties: dict[str, Any], required: set[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(required)}


def media_schema(message: dict[str, Any]) -> Any:
    if list(message.get("content", {})) != ["application/json"]:
        raise UnenforceableError(f"content {list(message.get('content', {}))}: only application/json is enforced")
    return message["content"]["application/json"]["schema"]


def resolve(contract: dict[str, Any], node: dict[str, Any]) -> Any:
    """Follow a local `$ref`; what is no reference is returned as it is."""
    while "$ref" in node:
        target: Any = contract
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def inline(contract: dict[str, Any], schema: dict[str, Any], where: str, *, reading: bool) -> dict[str, Any]:
    """Return the schema without references and annotations, with every string held to be text.

    reading: whether it is of an answer, so that optional members may be null.
    """
    keywords = {key for key in schema if not key.startswith("x-")} - ANNOTATIONS
    if unknown := keywords - ENFORCED or ("$ref" in keywords and keywords - {"$ref"}):
        raise UnenforceableError(f"{where}: {', '.join(sorted(unknown))} can't be enforced")
    if "$ref" in schema:
        return inline(contract, resolve(contract, schema), schema["$ref"], reading=reading)
    if schema.get("format", "uuid") not in ENFORCED_FORMATS:
        raise UnenforceableError(f"{where}: format {schema['format']} can't be enforced")
    closed = {key: schema[key] for key in schema if key in keywords}
    if "properties" in schema:
        members = closed["properties"] = {}
        for name, member in schema["properties"].items():
            members[name] = inline(contract, member, f"{where}.{name}", reading=reading)
            if reading and name not in schema.get("required", ()):
                members[name] = optional(members[name])
    if "items" in schema:
        closed["items"] = inline(contract, schema["items"], f"{where}[]", reading=reading)
    if closed.get("pattern") == UUID_PATTERN:
        closed.pop("format", None)  # it says the same again
    elif "string" in schema.get("type", ()) and not ASCII_PATTERN.fullmatch(schema.get("pattern", "")):
        closed.setdefault("format", "text")
    return closed


def optional(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an answer's optional member: see TIME_OR_EMPTY."""
    time = {"format": "time or empty"} if schema.get("format") == "date-time" else {}
    return {**schema, **time, "type": [schema["type"], "null"]}


SIGNATURE = "data: Any, custom_formats: dict[str, Any] = {}, name_prefix: str | None = None"
ERROR_MODULE = '''\
"""The error that a check raises."""

from typing import Any


class ConstraintError(ValueError):
    """A value does not keep a rule of the contract.

    name: the place of the value, for example `data.body.snapshot.name`; value: the value itself;
    rule: the JSON Schema keyword that is not kept.
    """

    def __init__(self, message: str, value: Any, name: str, rule: str) -> None:
        super().__init__(message)
        self.value = value
        self.name = name
        self.rule = rule
'''


LAZY = '''
def __getattr__(name: str) -> Any:
    """Import the one that is asked for: most programs need few."""
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = MODULES[name]
    globals()[name] = value = getattr(import_module(module, __name__), attribute)
    return value
'''


def write_constraints(sources: dict[str, str], folder: Path) -> None:
    """Write one module a check and `__init__.py`, which names them all."""
    folder.mkdir()
    (folder / "errors.py").write_text(ERROR_MODULE, encoding="utf-8")
    lines = ['"""The constraints of openapi.yaml, compiled. Each check raises ConstraintError."""', ""]
    for name, source in sources.items():
        body = re.sub(
            r"^VERSION = .*\n|^import re\n|^from (fastjsonschema|decimal) import .*\n", "", source, flags=re.MULTILINE
        )
        body = re.sub(r"\bJsonSchemaValueException\b(.*), definition=.*, rule=", r"ConstraintError\1, rule=", body)
        body = body.replace("float, Decimal", "float")
        # No rule asks what is left of the members; and what is missing is told without two more sets.
        body = re.sub(r"\bset\(\[(.*?)\]\) - (\w+)\.keys\(\)", r"{\1}.difference(\2)", body)
        body = re.sub(r"^ *\w+_keys\.remove\(.*\)\n", "", body, flags=re.MULTILINE)
        body = re.sub(r"(\w+_keys) = set\((\w+\.keys\(\))\)", r"\1 = \2", body)
        body = body.replace("(data, custom_formats={}, name_prefix=None):", f"({SIGNATURE}) -> None:")
        header = "# mypy: ignore-errors\nimport re\nfrom typing import Any\n\nfrom .errors import ConstraintError\n"
        (folder / f"{name}.py").write_text(header + body, encoding="utf-8")
        lines.append(f"from .{name} import validate as check_{name}")
    names = sorted([*(f"check_{name}" for name in sources), "ConstraintError"])
    lines += ["from .errors import ConstraintError", "", f"__all__ = {json.dumps(names)}", ""]
    (folder / "__init__.py").write_text("\n".join(lines), encoding="utf-8")
    import_lazily(folder / "__init__.py")


def import_lazily(init: Path) -> None:
    """Make an `__init__.py` that only imports and lists names import each when it is asked for."""
    source = init.read_text(encoding="utf-8")
    imports = re.findall(r"^from (\.\w+) import (.+)\n", source, flags=re.MULTILINE)
    modules = {}
    for module, imported in imports:
        for name in imported.split(", "):
            attribute, _, alias = name.partition(" as ")
            modules[alias or attribute] = (module, attribute)
    typed = "".join(f"    from {module} import {names}\n" for module, names in imports)
    head, tail = re.split(r"^(?:from \..*\n)+", source, flags=re.MULTILINE)
    init.write_text(
        f"{head}from importlib import import_module\nfrom typing import TYPE_CHECKING, Any\n\n"
        f"if TYPE_CHECKING:\n{typed}else:\n    MODULES = {modules!r}\n{indent(LAZY, '    ')}{tail}",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
