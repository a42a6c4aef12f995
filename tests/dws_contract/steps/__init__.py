"""What a run does, one step after the other, and what it knows."""
