"""Calls of several requests, which the sync and the async client drive alike."""
