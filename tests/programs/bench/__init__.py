"""`make bench`: every performance figure that the project claims, beside its peer on the same work, in one run."""
