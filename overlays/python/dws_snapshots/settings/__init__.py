"""Where a client's settings are found: the environment's variables and files."""
