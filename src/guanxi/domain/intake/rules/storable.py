"""Text in a form that every database can keep."""


def storable_text(text: str) -> str:
    """NUL and lone surrogates written out, since neither can be stored."""
    return text.replace("\x00", "\\x00").encode("utf-8", "backslashreplace").decode("utf-8")
