"""Programs for those who work on the project: demo, soak, benchmarks, how many faults the suite finds, releases."""
