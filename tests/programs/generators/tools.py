"""The tools that `make generators` tries, with their versions and their commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Tool(NamedTuple):
    """A tool by other people, and its commands.

    `makes` reads a document. If that makes a client, `creates` runs a program that creates a snapshot with it. Commands
    use the words `{version}`, `{document}`, and the folders `{output}` for the tool's output, `{tool}` of the tool,
    `{programs}` of our programs, and `{root}` of the repository.
    """

    name: str
    version: str
    install: Sequence[str]
    makes: Sequence[str]
    creates: Sequence[str] = ()


def npm(*packages: str) -> list[str]:
    """Fetch packages of npm."""
    options = "--prefix {tool} --no-save --ignore-scripts --no-audit --no-fund --silent"
    return [f"npm install {options} {' '.join(packages)}"]


def pip(*packages: str) -> list[str]:
    """Fetch packages of Python into an environment of the tool's own."""
    return [
        "uv venv --quiet --allow-existing {tool}/env",
        f"uv pip install --quiet --python {{tool}}/env {' '.join(packages)}",
    ]


def typescript(program: str) -> list[str]:
    """Check the types of a program in TypeScript, and run it."""
    return [
        f"cp {{programs}}/{program} {{output}}/create.ts",
        "{root}/node_modules/.bin/tsc --strict --noEmit --skipLibCheck --types node --target es2022 --module esnext"
        " --moduleResolution bundler --allowImportingTsExtensions --ignoreConfig {output}/create.ts",
        "{root}/node_modules/.bin/esbuild {output}/create.ts --bundle --log-level=error --platform=node --format=esm"
        " --outfile={output}/create.mjs",
        "node {output}/create.mjs",
    ]


def openapi_generator(language: str, folder: str, *creates: str) -> Tool:
    """Return the tool for one language of openapi-generator."""
    makes = f"openapi-generator-cli generate --input-spec {{document}} --generator-name {language}"
    return Tool(f"openapi-generator, {language}", "7.26.0", (), [f"{makes} --output {{output}}{folder}"], creates)


def go(program: str, *requires: str) -> list[str]:
    """Compile a program in Go, in the module of `{output}`, and run it."""
    return [
        "mkdir {output}/create",
        f"cp {{programs}}/{program} {{output}}/create/main.go",
        *(f"go mod edit -require={module}" for module in requires),
        "go mod tidy",
        "go build -p 1 -o {output}/create ./create",
        "{output}/create/create",
    ]


TOOLS = (
    openapi_generator(
        "python",
        "",
        "uv venv --quiet --allow-existing {output}/env",
        "uv pip install --quiet --python {output}/env {output}",
        "{output}/env/bin/python {programs}/create_openapi_generator.py",
    ),
    openapi_generator("typescript-fetch", "/client", *typescript("create_typescript_fetch.ts")),
    openapi_generator("go", "", *go("create_openapi_generator.go")),
    Tool(
        "ogen",
        "1.25.0",
        ["env GOBIN={tool} go install -p 1 github.com/ogen-go/ogen/cmd/ogen@v{version}"],
        ["go mod init create", "{tool}/ogen --target {output}/dws --package dws {document}"],
        go("create_ogen.go", "github.com/ogen-go/ogen@v{version}"),
    ),
    Tool(
        "oapi-codegen",
        "2.8.2",
        ["env GOBIN={tool} go install -p 1 github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v{version}"],
        [
            "go mod init create",
            "mkdir {output}/dws",
            "{tool}/oapi-codegen -generate types,client -response-type-suffix Answer -package dws"
            " -o {output}/dws/dws.go {document}",
        ],
        go("create_oapi_codegen.go", "github.com/oapi-codegen/runtime@v1.9.0"),
    ),
    Tool(
        "openapi-typescript (with openapi-fetch 0.17.0)",
        "7.13.0",
        npm("openapi-typescript@{version}", "openapi-fetch@0.17.0", "typescript@5.9.3"),
        ["{tool}/node_modules/.bin/openapi-typescript {document} --output {output}/schema.ts"],
        typescript("create_openapi_typescript.ts"),
    ),
    Tool(
        "@hey-api/openapi-ts",
        "0.99.0",
        (),
        ["{root}/node_modules/.bin/openapi-ts --no-log-file --input {document} --output {output}/client"],
        typescript("create_hey_api.ts"),
    ),
    Tool(
        "datamodel-code-generator",
        "0.89.0",
        pip("datamodel-code-generator=={version}", "pydantic"),
        [
            "{tool}/env/bin/datamodel-codegen --input {document} --input-file-type openapi"
            " --output-model-type pydantic_v2.BaseModel --output {output}/models.py",
            "{tool}/env/bin/python {output}/models.py",
        ],
    ),
    Tool(
        "FastMCP",
        "4.2.3",
        pip("fastmcp=={version}", "pyyaml"),
        ["{tool}/env/bin/python {programs}/try_fastmcp.py {document}"],
        ["{tool}/env/bin/python {programs}/try_fastmcp.py {document} create"],
    ),
    Tool(
        "Connexion",
        "3.3.0",
        pip("connexion[uvicorn]=={version}"),
        ["{tool}/env/bin/python {programs}/try_connexion.py {document}"],
    ),
    Tool(
        "swagger-parser",
        "13.1.0",
        npm("@apidevtools/swagger-parser@{version}"),
        ["cp {programs}/swagger_parser.mjs {tool}/validate.mjs", "node {tool}/validate.mjs {document}"],
    ),
    Tool(
        "kin-openapi",
        "0.153.0",
        ["env GOBIN={tool} go install -p 1 github.com/getkin/kin-openapi/cmd/validate@v{version}"],
        ["{tool}/validate {document}"],
    ),
)
