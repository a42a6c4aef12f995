"""For every fault of the catalogue the requests that show it: `WITNESSES` has each by the fault's id."""

from . import access, changing, everywhere, paging, replies, telling, values
from .witness import Witness

WITNESSES: dict[str, Witness] = (
    access.ROUTES
    | access.CREDENTIALS
    | access.SIGNATURES
    | access.MEDIA_TYPES
    | values.BODIES
    | values.NAMES
    | values.CLUSTERS
    | values.DESCRIPTIONS
    | values.UNIQUENESS
    | replies.ANSWERS
    | replies.ERRORS
    | replies.LEAKS
    | telling.LISTS
    | telling.DETAILS
    | telling.LOOKUPS
    | changing.DELETES
    | changing.RESTORES
    | changing.RESTORE_BODIES
    | changing.COPIES
    | paging.PAGE_QUERIES
    | paging.PAGES
    | everywhere.OPERATIONS
)
