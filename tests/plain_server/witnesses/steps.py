"""Requests made from earlier answers: for a snapshot that was created or listed."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from .asking import ACCOUNT, PATH, Ask, Reply, create

Step = Callable[[Sequence[Reply]], Ask]
Chosen = Callable[[Sequence[Reply]], str]

LIST = Ask(method="GET")
PAGES = f"/v1.0/{ACCOUNT.project_id}/clusters/{{}}/snapshots"


def page(query: str = "", cluster_id: str = ACCOUNT.cluster_id) -> Ask:
    """Return a request for a page of a cluster."""
    return Ask(method="GET", target=PAGES.format(cluster_id) + query)


def created(number: int = 0) -> Chosen:
    """Choose the ID in the answer to a create. The number is that of the answer."""
    return lambda replies: str(replies[number].find("snapshot", "id"))


def listed(number: int = 0, **having: object) -> Chosen:
    """Choose the ID of the newest snapshot that has these members, in the list whose answer has this number."""
    return lambda replies: next(str(told["id"]) for told in told_of(replies[number]) if having.items() <= told.items())


def copied(number: int) -> Chosen:
    """Choose the ID in the answer to a copy. The number is that of the answer."""
    return lambda replies: str(replies[number].find("snapshot_id"))


def restored(number: int) -> Chosen:
    """Choose the cluster's ID in the answer to a restore. The number is that of the answer."""
    return lambda replies: str(replies[number].find("cluster", "id"))


AUTOMATED = listed(type="AUTO")
FAILED = listed(status="UNAVAILABLE")


def on(chosen: Chosen, ask: Ask, form: Callable[[str], str] = str) -> Step:
    """Return a request like `ask`, but with the chosen ID in its path, written in this form."""
    return lambda replies: ask.at(f"{PATH}/{form(chosen(replies))}{ask.target}")


def reading(chosen: Chosen, form: Callable[[str], str] = str) -> Step:
    """Return a request for the details of a snapshot."""
    return on(chosen, READ, form)


def deleting(chosen: Chosen, form: Callable[[str], str] = str) -> Step:
    """Return a request to delete a snapshot."""
    return on(chosen, DELETE, form)


def restoring(chosen: Chosen, **members: object) -> Step:
    """Return a request to restore a snapshot."""
    return on(chosen, restore(**members))


def copying(chosen: Chosen, **members: object) -> Step:
    """Return a request to copy a snapshot."""
    return on(chosen, copy(**members))


def restore(**members: object) -> Ask:
    """Return a restore, its path without the snapshot."""
    return Ask(_json({"restore": {"name": "dws-restored", **members}}), target="/actions")


def copy(**members: object) -> Ask:
    """Return a copy, its path without the snapshot."""
    return Ask(_json({"backup_name": "snapshot-copy", **members}), target="/linked-copy")


READ = Ask(method="GET", target="")
DELETE = Ask(method="DELETE", target="")


def told_of(reply: Reply) -> list[dict[str, Any]]:
    """Return the snapshots of a list or a page; none if it is neither."""
    snapshots = reply.find("snapshots")
    return snapshots if isinstance(snapshots, list) else []


def names(reply: Reply) -> list[object]:
    """Return the names of the snapshots of a list or a page, in their order."""
    return [told.get("name") for told in told_of(reply)]


def _json(members: dict[str, Any]) -> bytes:
    return json.dumps(members).encode()


IN_RESTORED: tuple[Ask | Step, ...] = (
    LIST,
    restoring(AUTOMATED),
    lambda replies: create(cluster_id=restored(1)(replies)),
)
