"""Cluster IDs: texts that are not UUIDs, UUIDs that belong to no cluster, and case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dws_contract.steps.asking import Run
from dws_contract.steps.questions import GATEWAYS, NOT_FOUND
from dws_contract.traffic.messages import Exchange


def ask(run: Run) -> None:
    """Test cluster IDs."""
    own = run.options.cluster_id
    for what, cluster in no_uuids(own):
        request = run.requests.create(cluster_id=cluster)
        rule = "the contract requires a UUID of the form 8-4-4-4-12"
        run.refuse("cluster-id-uuid", f"a cluster ID {what}", request, rule)
    flip: tuple[Callable[[str], str], ...] = (str.lower, str.upper, mixed)
    for cluster in dict.fromkeys(change(own) for change in flip):
        if cluster != own:
            what = "the cluster's ID in another case"
            request = run.requests.create(cluster_id=cluster)
            run.make("cluster-id-case", what, request, "the contract ignores its case")
    if own.lower() == own.upper():
        run.findings.miss("cluster-id-case", "the cluster's ID contains no letter")
    _unknown(run)
    _settle_order(run)


def _unknown(run: Run) -> None:
    own = run.options.cluster_id
    near = own[:-1] + ("0" if own[-1] != "0" else "1")
    nil = "00000000-0000-0000-0000-000000000000"
    for what, cluster in (
        ("an unknown UUID as cluster ID", run.requests.unknown_uuid()),
        ("the cluster's ID with one other digit", near),
        ("the nil UUID", nil),
    ):
        rule = "the project has no such cluster: the contract says 404"
        request = run.requests.create(cluster_id=cluster)
        run.expect(NOT_FOUND, "cluster-unknown", what, request, rule)


def _settle_order(run: Run) -> None:
    """Find out whether the service checks the body before the cluster: 400 or 404 then shows whether a body is good.

    One refusal of each kind is enough, because a service that ignores one rule still has this order.
    """
    if run.findings.broken("cluster-unknown"):
        return
    cluster = run.requests.unknown_uuid()
    good = run.requests.create(cluster_id=cluster)
    bad = (
        [run.requests.create(cluster_id=cluster, name=name) for name in ("a", "0123", "a b c", 5)],
        [run.requests.create(cluster_id=cluster, description=text) for text in ("<", "x" * 999, 5)],
        [replace(good, media_type=media_type) for media_type in ("text/plain", "application/xml")],
    )
    if all(any(is_told_apart(run.sender.send(request)) for request in family) for family in bad):
        run.no_cluster = cluster


def is_told_apart(exchange: Exchange) -> bool:
    """Whether a refusal has another reason than that the target does not exist."""
    return exchange.status >= 400 and exchange.status not in NOT_FOUND | GATEWAYS


def no_uuids(own: str) -> list[tuple[str, str]]:
    """Return texts that are similar to a UUID but are not one, each after its description."""
    digits = own.replace("-", "")
    return [
        ("that is empty", ""),
        ("that is a word", "cluster"),
        ("without hyphens", digits),
        ("in braces", f"{{{own}}}"),
        ("with urn:uuid:", f"urn:uuid:{own}"),
        ("one digit short", own[:-1]),
        ("one digit long", f"{own}0"),
        ("with a digit g", f"{own[:-1]}g"),
        ("with a misplaced hyphen", f"{own[:7]}-{own[7:8]}{own[9:]}"),
        (
            "with hyphens at other places",
            "-".join((digits[:4], digits[4:12], digits[12:16], digits[16:20], digits[20:])),
        ),
        ("with underscores", own.replace("-", "_")),
        ("after a space", f" {own}"),
        ("before a space", f"{own} "),
        ("before a line feed", f"{own}\n"),
        ("with a full-width digit", f"{own[:-1]}\uff10"),
        ("with an Arabic-Indic digit", f"{own[:-1]}\u0663"),
        ("followed by another", f"{own},{own}"),
    ]


def mixed(text: str) -> str:
    """Return the text with its letters in alternating case."""
    return "".join(char.upper() if at % 2 else char.lower() for at, char in enumerate(text))
