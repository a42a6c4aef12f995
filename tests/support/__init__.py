"""Helpers that tests and programs share: servers, clients, proxies, running programs."""
