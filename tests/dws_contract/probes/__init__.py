"""The specific requests, one module per subject. They test each class of values and its boundaries, without chance.

If an operation is added to the contract, its modules are added here.
"""

from __future__ import annotations

from collections.abc import Callable

from dws_contract.probes import (
    access,
    bodies,
    churn,
    clusters,
    clusters_told,
    copies,
    deletions,
    descriptions,
    identifiers,
    lists,
    making,
    members,
    names,
    order,
    pages,
    proofs,
    restores,
    routes,
    signatures,
    spellings,
    uniqueness,
)
from dws_contract.steps.asking import Run

ALL: tuple[Callable[[Run], None], ...] = (
    routes.ask,
    proofs.ask,
    signatures.ask,
    access.ask,
    lists.ask,
    identifiers.ask,
    making.ask,
    restores.ask,
    clusters_told.ask,
    deletions.ask,
    copies.ask,
    clusters.ask,
    bodies.ask,
    members.ask,
    names.ask,
    descriptions.ask,
    spellings.ask,
    uniqueness.ask,
    pages.ask,
    churn.ask,
    order.ask,
)
"""All subjects, in the order in which they are tested."""
