"""What a browser remembers of a person: light or dark, and the language."""
