"""Clients that nobody here wrote, unmodified, each in a process of its own, on a real reference."""
