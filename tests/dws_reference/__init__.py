"""The reference implementation of openapi.yaml: a real HTTP service on a real database."""
