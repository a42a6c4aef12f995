"""Reads calls from standard input, makes them with the command `openstack dws`, and prints each result."""

import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import version
from io import StringIO
from typing import Any

from openstackclient import shell

VARIABLES = {
    "OS_AUTH_URL": f"{os.environ['URL']}/v3",
    "OS_USERNAME": os.environ["USERNAME"],
    "OS_PASSWORD": os.environ["PASSWORD"],
    "OS_USER_DOMAIN_NAME": os.environ["DOMAIN"],
    "OS_PROJECT_NAME": os.environ["REGION"],
    "OS_PROJECT_DOMAIN_NAME": os.environ["DOMAIN"],
}


def words(operation: str, request: dict[str, Any]) -> list[str]:
    """Return the arguments after `openstack dws`."""
    snapshot = request.get("body", {}).get("snapshot", {})
    restore = request.get("body", {}).get("restore", {})
    if operation == "createSnapshot":
        description = ["--description", snapshot["description"]]
        return ["snapshot", "create", "--wait", *description, snapshot["cluster_id"], snapshot["name"]]
    if operation == "restoreCluster":
        # The command uses --timeout as the pause between two looks at the cluster.
        waiting = ["--wait", "--timeout", "1"]
        identifier = ["--snapshot-id", request["snapshot_id"], "--port", str(restore["port"])]
        return ["snapshot", "restore", *waiting, *identifier, restore["name"]]
    return {
        "deleteSnapshot": ["snapshot", "delete", request.get("snapshot_id", "")],
        "listClusterDetails": ["cluster", "show", request.get("cluster_id", "")],
        "listClusters": ["cluster", "list"],
        "listSnapshotDetails": ["snapshot", "show", request.get("snapshot_id", "")],
        "listSnapshots": ["snapshot", "list"],
    }[operation]


def answer(operation: str, printed: str) -> Any:
    """Return the command's output in the form of the service's answer."""
    if operation == "deleteSnapshot":
        return None
    told = json.loads(printed)
    if isinstance(told, list):
        rows = [{name.lower().replace(" ", "_"): value for name, value in row.items()} for row in told]
        return {"clusters" if operation == "listClusters" else "snapshots": rows}
    return {"cluster" if "luster" in operation else "snapshot": told}


def outcome(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    if operation == "wait":
        return {"answer": None}  # the command has already waited
    chosen = [] if operation == "deleteSnapshot" else ["--format", "json"]
    # This calls the entry point of the command: a process for each call would spend seconds on imports.
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()) as errors:
        failed = shell.main(["dws", *words(operation, request), *chosen])
    return {"message": errors.getvalue()} if failed else {"answer": answer(operation, printed.getvalue())}


def main() -> None:
    os.environ.update(VARIABLES)
    print(json.dumps({"version": version("otcextensions")}), flush=True)
    for line in sys.stdin:
        call = json.loads(line)
        print(json.dumps(outcome(call["operation"], call["request"])), flush=True)


main()
