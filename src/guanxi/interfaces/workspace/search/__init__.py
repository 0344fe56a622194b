"""Searching the whole house: records and actions, on a page and in the palette."""
