"""Calls that send several requests. The sync and the async client drive them alike."""
