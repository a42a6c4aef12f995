"""Chance in tests. It is fixed, so that a change goes red for what it did; `make test TEST_SEED=N` draws anew."""

import os

DRAWN = bool(os.environ.get("TEST_SEED"))
SEED = int(os.environ.get("TEST_SEED") or 1)
