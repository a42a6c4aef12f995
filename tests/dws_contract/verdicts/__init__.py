"""Decides which clauses an answer holds or breaks."""
