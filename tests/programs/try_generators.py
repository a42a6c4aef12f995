"""`make generators`: try the published documents with other people's tools, and print the results as a table.

Each tool is fetched into a folder of its own below build/generators. Its output for each document is in a folder there.
If a command fails, failed.txt in that folder has the command and its output.
"""

from __future__ import annotations

import argparse
import json
import shlex
import shutil
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Sequence
from pathlib import Path

from contract import CONTRACT
from docsite.documents import Contract
from docsite.pages import cell
from dws_reference import demo
from on_demand.client_on_demand import BUILD, ROOT, environment
from programs.bench.tables import put_between
from programs.generators.tools import TOOLS, Tool
from support.client_checks import JSON, NO_PROXY
from support.raw_server import RawServer, answer
from support.running import RunningReference, running_reference

PAGE = ROOT / "docs/pages/generate-your-own.md"
WORK = BUILD / "generators"
PROGRAMS = Path(__file__).parent / "generators"
DOCUMENTS = ("openapi.yaml", "openapi-3.0.yaml", "openapi-token.yaml")
HEADING = f"| tool | version | {' | '.join(DOCUMENTS)} |\n|---|---|---|---|---|"
QUIET = {
    "CGO_ENABLED": "0",
    "GOTOOLCHAIN": "local",
    "NO_COLOR": "1",
    "PYTHONWARNINGS": "ignore",
    **NO_PROXY,
}


class Failed(Exception):
    """A command failed. The message is the first part of its output."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the tools. Returns 0; 1 if one can't be fetched, or if the page has another table."""
    parser = argparse.ArgumentParser(prog="make generators", description="Give the contract to the tools of others.")
    parser.add_argument("tools", nargs="*", help="a part of the name of each that is tried; all without it")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    given = parser.parse_args(arguments)
    if given.tools and given.write:
        parser.error("the page's table names all: --write goes without names")
    chosen = [tool for tool in TOOLS if not given.tools or any(part in tool.name for part in given.tools)]
    if not chosen:
        parser.error(f"no tool has such a name; there are {'; '.join(tool.name for tool in TOOLS)}")
    rows = [HEADING]
    print(HEADING, flush=True)
    with running_reference() as reference:
        documents = written(WORK / "documents")
        try:
            for tool in chosen:
                rows.append(row(tool, documents, reference))
                print(rows[-1], flush=True)
        except Failed as error:
            print(f"{tool.name} can't be fetched: {error}", file=sys.stderr)
            return 1
    before = PAGE.read_text(encoding="utf-8")
    after = put_between(before, "generators", "\n".join([*rows, ""]))
    if given.write:
        PAGE.write_text(after, encoding="utf-8")
    elif len(chosen) == len(TOOLS) and before != after:
        print(f"{PAGE.relative_to(ROOT)} has another table: make generators ARGS=--write puts this one there")
        return 1
    return 0


def written(folder: Path) -> list[Path]:
    """Write the documents as the site publishes them."""
    folder.mkdir(parents=True, exist_ok=True)
    published = Contract(CONTRACT).published()
    for name in DOCUMENTS:
        (folder / name).write_text(published[name], encoding="utf-8")
    return [folder / name for name in DOCUMENTS]


def row(tool: Tool, documents: Sequence[Path], reference: RunningReference) -> str:
    """Try a tool with each document. Raises Failed if it can't be fetched."""
    folder = WORK / "".join(letter if letter.isalnum() else "-" for letter in tool.name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    places = {"root": str(ROOT), "programs": str(PROGRAMS), "tool": str(folder), "version": tool.version}
    run(tool.install, places)
    cells = [seen(tool, document, places, reference) for document in documents]
    return f"| {' | '.join([tool.name, tool.version, *cells])} |"


def seen(tool: Tool, document: Path, places: dict[str, str], reference: RunningReference) -> str:
    """Return the cell of the table for a tool and a document."""
    output = Path(places["tool"], document.stem)
    output.mkdir()
    places = places | {"document": str(document), "output": str(output)}
    try:
        run(tool.makes, places)
    except Failed as error:
        return f"no: {error}"
    if not tool.creates:
        return "yes"
    name = f"snapshot-{uuid.uuid4().hex}"
    token = reference.token()
    given = {"DWS_TOKEN": token, "PROJECT_ID": demo.PROJECT_ID, "CLUSTER_ID": demo.CLUSTER_ID, "NAME": name}
    try:
        run(tool.creates, places, given | {"DWS_ENDPOINT": reference.url})
        with RawServer(answer(200, json.dumps({"snapshot": {"id": demo.CLUSTER_ID}}), **JSON)) as server:
            run(tool.creates[-1:], places, given | {"DWS_ENDPOINT": server.url})
    except Failed as error:
        return f"yes, but creates nothing: {error}"
    with reference.client() as client:
        names = [snapshot["name"] for snapshot in client.get(reference.snapshots_url).json()["snapshots"]]
    if name not in names:
        return "yes, but creates nothing"
    headers = [line.partition(": ") for line in server.requests[0].partition(b"\r\n\r\n")[0].decode().splitlines()]
    others = sorted(header for header, _, value in headers if token in value and header.lower() != "x-auth-token")
    return f"creates, but sends the token in {', '.join(others)}, too" if others else "creates"


def run(commands: Sequence[str], places: dict[str, str], given: dict[str, str] | None = None) -> None:
    """Run commands in the folder of the tool. Raises Failed with the output of the first that fails."""
    for command in commands:
        done = subprocess.run(
            [part.format(**places) for part in shlex.split(command)],
            cwd=places.get("output", places["tool"]),
            env=environment() | QUIET | (given or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            Path(places.get("output", places["tool"]), "failed.txt").write_text(f"{command}\n{done.stdout}")
            raise Failed(reason(done.stdout, places))


def reason(said: str, places: dict[str, str]) -> str:
    """Return the beginning of a command's output, or the end of a traceback, for a cell of the table."""
    # Go's output begins with the package, as a comment.
    lines = [line.strip(" -") for line in said.splitlines() if line.strip() and not line.startswith("#")]
    lines = lines or ["it does not say why"]
    line = lines[-1 if lines[0].startswith("Traceback") else 0]
    for place in ("document", "output", "tool", "root"):
        line = line.replace(places.get(place, "\0"), place)
    return cell(f"`{textwrap.shorten(line.replace('`', ''), 100, placeholder=' …')}`")


if __name__ == "__main__":
    sys.exit(main())
