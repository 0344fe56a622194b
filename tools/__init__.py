"""What the two commands need before anything is installed: standard library only."""
