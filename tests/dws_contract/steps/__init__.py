"""The steps of a run, and what the run knows."""
