"""Tests unmodified clients by other people, each in a process of its own, on a running reference."""
