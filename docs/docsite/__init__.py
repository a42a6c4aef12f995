"""Builds the documentation site: guides from Markdown, the API reference by Redoc, the contract in three renditions."""
