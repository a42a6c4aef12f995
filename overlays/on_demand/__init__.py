"""Clients in languages that are made on demand: `make client LANG=…`."""
