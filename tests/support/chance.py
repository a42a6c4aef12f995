"""Randomness in tests. The seed is fixed, so that failures are due to changes; `make test TEST_SEED=N` sets another."""

import os

DRAWN = bool(os.environ.get("TEST_SEED"))
SEED = int(os.environ.get("TEST_SEED") or 1)
