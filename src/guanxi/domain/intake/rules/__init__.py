"""Decisions about one cell or one file's bytes: values in, value out."""
