"""Programs for those who work on the project: demo, soak, benchmarks, the power of the suite, releases."""
