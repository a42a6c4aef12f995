"""What is kept, and the database that keeps it."""
