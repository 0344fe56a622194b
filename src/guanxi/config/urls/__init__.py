"""One URL table per host."""
