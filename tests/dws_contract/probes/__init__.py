"""The directed questions, one module a subject. They ask about classes and boundaries: nothing depends on luck.

An operation that is added to the contract adds its modules here.
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
"""Every subject, in the order in which they are asked about."""
