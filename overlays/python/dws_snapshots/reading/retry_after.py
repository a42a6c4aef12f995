"""The header `Retry-After` of RFC 9110. The same in every language: vectors/retry_after.json."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite

SECONDS = re.compile("[0-9]+")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that an answer asks to wait, or None. A time is compared with the answer's own `Date`."""
    told = headers.get("Retry-After", "").strip()
    if SECONDS.fullmatch(told):
        seconds = float(told)
        return seconds if isfinite(seconds) else None
    until = time_of(told)
    if until is None:
        return None
    seconds = (until - (time_of(headers.get("Date", "")) or datetime.now(UTC))).total_seconds()
    return seconds if seconds >= 0 else None


def time_of(text: str) -> datetime | None:
    """Return the time of an HTTP-date, which is in UTC, or None if it is not one."""
    try:
        time = parsedate_to_datetime(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
