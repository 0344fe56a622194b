"""The classification: one run's page, and why a customer stands where it does."""
