"""What `make generators` tries, and the programs that use what was made."""
