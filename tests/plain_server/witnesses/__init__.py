"""What makes witnesses: requests, what follows from their answers, and what is to be seen in these."""
