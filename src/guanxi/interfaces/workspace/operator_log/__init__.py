"""What happened to the house itself: imports, runs, accounts."""
