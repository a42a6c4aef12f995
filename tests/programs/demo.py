"""`make demo`: use every part of the project on the source document's own example."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from dws_reference import demo
from dws_snapshots import AkSkAuth, BadRequest, DwsClient, InvalidRequest, PasswordAuth, Unauthorized
from support.running import running_reference

ROOT = Path(__file__).parents[2]
CLUSTERS = ("dwh-billing", "dwh-sales", "dwh-web")
DAY = 86400
AUTH = AkSkAuth(demo.ACCESS_KEY, demo.SECRET_KEY)


def say(title: str, *lines: str) -> None:
    """Print a step as a person reads it."""
    print(f"\n{title}")
    for line in lines:
        print(f"  {line}".rstrip(), flush=True)


def main() -> int:
    """Run the chain and return the exit code: 0 if every step did what it promises."""
    began = time.monotonic()
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    operation = contract["paths"]["/v1.0/{project_id}/snapshots"]["post"]
    example = operation["requestBody"]["content"]["application/json"]["examples"]["source"]["value"]["snapshot"]
    operations = [one["operationId"] for item in contract["paths"].values() for one in item.values() if "tags" in one]
    say(
        "1. The contract",
        f"openapi.yaml describes {len(operations)} operations: {', '.join(operations)}.",
        f"A create is answered with {', '.join(operation['responses'])}; the source document's example is",
        json.dumps({"snapshot": example}),
    )
    with (
        tempfile.TemporaryDirectory() as folder,
        running_reference("--database", f"sqlite:///{folder}/demo.db", "--creation-time", "1") as server,
    ):
        say(
            "2. The reference implementation",
            f"dws-reference listens on {server.url}, on an embedded database; a snapshot takes it a second.",
        )
        created = signed(server.url, example)
        live(server.url, created)
        with_token(server.url, example)
        refused(server.url, example)
    nights()
    with running_reference("--creation-time", "0.2") as server:
        say("8. The contract suite", f"dws-contract --url {server.url} …", "")
        judged = judge(server.url, server.token())
    seconds = time.monotonic() - began
    if judged != 0:
        say(f"dws-contract ended with {judged}: something is wrong.")
        return 1
    say(
        f"Proved in {seconds:.0f} s",
        "The client generated from openapi.yaml creates the source's own example, signed with AK/SK, waits for it,",
        "restores it to a new cluster, copies an automated one and deletes it, and creates once more with a token.",
        "What breaks a rule never leaves the machine; what the service refuses arrives as a typed error.",
        "One command backs up every cluster each night, and deletes what is too old.",
        "The reference implementation conforms to every clause of the contract.",
        "",
        "Next: make serve, and paste the ten lines of README.md; or make test.",
    )
    return 0


def signed(url: str, example: dict[str, Any]) -> str:
    """Create the example with a signed call and return its ID."""
    with DwsClient(url, project_id=demo.PROJECT_ID, auth=AUTH) as dws:
        snapshot = dws.create_snapshot(**example)
    say("3. A signed call (AK/SK)", f"create_snapshot(name={example['name']!r}, …)  →  id {snapshot.id}")
    return snapshot.id


def live(url: str, created: str) -> None:
    """Wait for the snapshot, restore it, copy an automated one, delete both, and show what is left."""
    said = []
    with DwsClient(url, project_id=demo.PROJECT_ID, auth=AUTH) as dws:
        seen = []
        snapshot = dws.wait_until_available(created, timeout=30, on_progress=lambda now: seen.append(now.status))
        said.append(f"wait_until_available(…)  →  {' → '.join(dict.fromkeys(seen))}, {snapshot.size} GB")
        cluster = dws.restore_cluster(created, name="restored-cluster")
        said.append(f"restore_cluster(…)  →  cluster {cluster.id}")
        automated = next(one for one in dws.list_snapshots() if one.type != "MANUAL")
        copy = dws.copy_snapshot(automated.id, backup_name="kept-for-good").snapshot_id
        dws.wait_until_available(copy, timeout=30)
        said.append(f"copy_snapshot({automated.name!r}, …)  →  id {copy}")
        dws.delete_snapshot(copy)
        left = [one.name for one in dws.iter_cluster_snapshots(demo.CLUSTER_ID)]
        said.append(f"delete_snapshot(…); left are {', '.join(left)}")
    say("4. Its life", *said)


def with_token(url: str, example: dict[str, Any]) -> None:
    """Create it again under another name, with a token from a user name and a password."""
    with DwsClient(url, project_id=demo.PROJECT_ID, auth=password_auth(url)) as dws:
        snapshot = dws.create_snapshot(**{**example, "name": "snapshot-4"})
    say("5. A call with a token", f"create_snapshot(name='snapshot-4', …)  →  id {snapshot.id}")


def refused(url: str, example: dict[str, Any]) -> None:
    """Show what a person sees for a bad name, a taken name and a wrong key."""
    told = []
    with DwsClient(url, project_id=demo.PROJECT_ID, auth=password_auth(url)) as dws:
        for name, why in (("3rd", "never sent"), ("SNAPSHOT-3", "taken: compared without case")):
            try:
                dws.create_snapshot(**{**example, "name": name})
            except (InvalidRequest, BadRequest) as error:
                told += [f"{type(error).__name__}: {error}", f"    ({why})"]
    with DwsClient(url, project_id=demo.PROJECT_ID, auth=AkSkAuth(demo.ACCESS_KEY, "another-key")) as dws:
        try:
            dws.create_snapshot(**{**example, "name": "snapshot-5"})
        except Unauthorized as error:
            told += [f"{type(error).__name__}: {error}", "    (a wrong key)"]
    say("6. What is refused, as a user sees it", *told)
    if len(told) != 6:
        sys.exit("demo: something was accepted that should have been refused")


def nights() -> None:
    """Back up three clusters on three nights with the command for operators, and keep two. The clock is moved on."""
    say("7. The command for operators", "Three clusters, three nights of a clock that is moved on, two kept", "")
    named = [f"{demo.CLUSTER_ID[:-1]}{number}={name}" for number, name in enumerate(CLUSTERS)]
    clusters = [part for cluster in named for part in ("--cluster-id", cluster)]
    with running_reference("--admin", "--clock", "manual", *clusters) as server, server.client() as admin:
        keys = {"HUAWEICLOUD_SDK_AK": demo.ACCESS_KEY, "HUAWEICLOUD_SDK_SK": demo.SECRET_KEY}
        place = {"DWS_ENDPOINT": server.url, "HUAWEICLOUD_SDK_PROJECT_ID": demo.PROJECT_ID}
        night = admin.get("/admin/clock").raise_for_status().json()["now"][:10]
        for _ in range(3):
            arguments = ("backup", "--all", "--keep", "2", "--date", night)
            print(f"$ dws-snapshots {' '.join(arguments)}", flush=True)
            command = [Path(sys.executable).with_name("dws-snapshots"), *arguments]
            subprocess.run(command, env={**os.environ, **keys, **place}, check=True)
            moved = admin.post("/admin/clock", json={"advance": DAY}).raise_for_status()
            night = moved.json()["now"][:10]
        with DwsClient(server.url, project_id=demo.PROJECT_ID, auth=AUTH) as dws:
            left = [one.name for one in dws.list_snapshots()]
    if sum(name.startswith("nightly-") for name in left) != 2 * len(CLUSTERS):
        sys.exit("demo: two nights of each cluster should have stayed")


def password_auth(url: str) -> PasswordAuth:
    return PasswordAuth(
        url,
        username=demo.USERNAME,
        password=demo.PASSWORD,
        domain_name=demo.DOMAIN,
        project_name=demo.PROJECT_NAME,
    )


def judge(url: str, token: str) -> int:
    """Run the suite as a user would, with both proofs of identity, and return its exit code.

    The seed makes the demo the same each time.
    """
    proofs = {"HUAWEICLOUD_SDK_AK": demo.ACCESS_KEY, "HUAWEICLOUD_SDK_SK": demo.SECRET_KEY, "DWS_TOKEN": token}
    target = ("--url", url, "--project-id", demo.PROJECT_ID, "--cluster-id", demo.CLUSTER_ID)
    command = (sys.executable, "-m", "dws_contract", *target, "--seed", "1")
    return subprocess.run(command, env={**os.environ, **proofs}, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
