"""The components, by what they are for. `templatetags/design.py` gathers them into one library."""
