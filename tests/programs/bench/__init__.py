"""`make bench`: measures every performance figure of the project in one run, each beside a peer with the same work."""
