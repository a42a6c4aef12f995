"""Read the bytes of an answer, within limits, and show no secret in errors."""
