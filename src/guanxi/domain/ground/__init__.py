"""What every room stands on: the clock, identifiers, money, and records that ask who is looking."""
