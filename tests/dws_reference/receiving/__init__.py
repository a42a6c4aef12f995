"""From the bytes of a request to one that keeps the rules of openapi.yaml, and the answer's bytes."""
