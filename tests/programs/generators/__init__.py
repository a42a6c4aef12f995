"""The tools that `make generators` tries, and programs that use their output."""
