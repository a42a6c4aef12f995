"""Ways in which correct services may differ. `VARIANTS` has each variant by its id. All of them must pass the suite.

`combined` puts several variants into one service. `EDITIONS` are such sets, and every variant is in one of them.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ..server import Service
from . import answers, gateways, pages, requests
from .catalogue import FOUND, Variant

__all__ = ["EDITIONS", "VARIANTS", "Variant", "combined"]

_THEMES = (answers, pages, requests, gateways)

VARIANTS: Mapping[str, Variant] = MappingProxyType(
    {id_: each for theme in _THEMES for id_, each in FOUND.items() if each.service.__module__ == theme.__name__}
)

EDITIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "older": (
            *("counts-missing", "times-without-zone", "automated-of-older-editions", "finished-missing"),
            *("sort-keys-until-2024", "page-limit-10-by-default", "page-limit-above-50-refused"),
            *("list-oldest-first", "restore-name-taken-400", "cluster-names-with-case", "delete-with-status"),
        ),
        "newer": (
            *("newest-members", "optional-members-null", "counts-in-text", "times-with-fraction", "delete-with-job"),
            *("restore-with-job", "page-limit-capped", "page-ids-missing", "sort-keys-unknown-accepted"),
            *("restore-null-accepted", "copy-null-accepted", "errors-in-both-shapes", "list-by-name"),
            *("descriptions-null-where-empty", "page-order-by-chance"),
        ),
        "odd": (
            *("started-missing", "numbers-in-text", "progress-stays", "times-with-offset", "page-oldest-first"),
            *("sort-dir-in-capitals-refused", "sort-key-size-refused", "page-limit-20-by-default"),
            *("page-far-offset-refused", "delete-with-empty-object", "large-body-413", "unauthorized-as-keystone"),
            *("descriptions-missing-where-empty", "finished-while-creating", "snapshot-unknown-400"),
        ),
        "behind a gateway": (
            *("throttled", "bad-gateway", "unavailable-as-html", "optional-members-empty", "sort-keys-refused"),
        ),
    }
)


def combined(ids: Sequence[str]) -> type[Service]:
    """Return the plain service with these variants in it."""
    return type("Edition", (*(VARIANTS[id_].service for id_ in ids), Service), {})
