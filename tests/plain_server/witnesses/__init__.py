"""The parts of witnesses: requests, requests made from earlier answers, and functions that look at answers."""
