"""What an answer means for the clauses."""
