"""Prepares the input of the documentation site: the guides, and the contract in its renditions."""
