"""Content Security Policies: nothing but what the site itself carries."""

import base64
import hashlib
from collections.abc import Iterable

NOTHING_ELSE = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:"
GUIDE = f"{NOTHING_ELSE}; script-src 'self'; style-src 'self'"


def inline(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """Return the policy of a page that holds these scripts and style sheets and loads nothing."""
    return (
        f"{NOTHING_ELSE}; script-src {' '.join(map(fingerprint, scripts))}; "
        f"style-src {' '.join(map(fingerprint, styles))}"
    )


def fingerprint(text: str) -> str:
    """Return a script or a style sheet as a policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
