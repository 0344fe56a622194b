"""What leaves the house as a file, and the history of it."""
