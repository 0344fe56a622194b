"""The page of who may what is the one the code would write."""

from tools.access_document import DOCUMENT, document


def test_the_committed_page_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "Run: python -m tools.access_document"
