"""A client library for accessing Data Warehouse Service snapshots"""

from .client import AuthenticatedClient, Client

__all__ = ("AuthenticatedClient", "Client")
