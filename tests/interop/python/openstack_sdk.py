"""Reads calls from standard input, makes them with otcextensions' SDK, and prints each result."""

import json
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from typing import Any

import openstack
from openstack.exceptions import HttpException, SDKException
from otcextensions import sdk


@cache
def connection() -> Any:
    made = openstack.connection.Connection(
        auth_url=f"{os.environ['URL']}/v3",
        username=os.environ["USERNAME"],
        password=os.environ["PASSWORD"],
        user_domain_name=os.environ["DOMAIN"],
        project_name=os.environ["REGION"],
        project_domain_name=os.environ["DOMAIN"],
    )
    sdk.register_otc_extensions(made)
    return made


def described(resource: Any) -> dict[str, Any]:
    """Return a resource as JSON, with the service's names for its members."""
    return {name: value for name, value in resource.to_dict(original_names=True).items() if value is not None}


def answer(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    dws = connection().dws
    body = request.get("body", {})
    calls: dict[str, Callable[[], dict[str, Any]]] = {
        "createSnapshot": lambda: {"snapshot": described(dws.create_snapshot(**body["snapshot"]))},
        "deleteSnapshot": lambda: {"deleted": dws.delete_snapshot(request["snapshot_id"], ignore_missing=False)},
        "listClusterDetails": lambda: {"cluster": described(dws.get_cluster(request["cluster_id"]))},
        "listClusters": lambda: {"clusters": [described(each) for each in dws.clusters()]},
        "listSnapshotDetails": lambda: {"snapshot": described(dws.get_snapshot(request["snapshot_id"]))},
        "listSnapshots": lambda: {"snapshots": [described(each) for each in dws.snapshots()]},
        "restoreCluster": lambda: {
            "cluster": described(dws.restore_snapshot(request["snapshot_id"], **body["restore"]))
        },
        "wait": lambda: {"done": dws.wait_for_cluster(request["cluster_id"], interval=0.1, wait=60)},
    }
    return calls[operation]()


def outcome(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"answer": answer(operation, request)}
    except HttpException as error:
        return {
            "status": error.status_code,
            "code": error.details,
            "message": str(error),
            "request_id": error.request_id,
        }
    except SDKException as error:
        return {"message": str(error)}


def main() -> None:
    print(json.dumps({"version": version("otcextensions")}), flush=True)
    for line in sys.stdin:
        call = json.loads(line)
        print(json.dumps(outcome(call["operation"], call["request"])), flush=True)


main()
