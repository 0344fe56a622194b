"""Staff accounts: sign-in, second factor, sessions, and the one-time link of the first administrator."""
