"""Means outside the API for people who test their own clients."""
