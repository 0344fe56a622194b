"""The options of a mapping, such as what becomes of an unknown customer, in the reader's words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from guanxi.domain.customers.models import Purpose, Source

_OPTION_WORDS: Mapping[str, Any] = {
    **dict(Purpose.choices),
    **dict(Source.choices),
    "unknown_customer": gettext_lazy("A row names a customer that is not on file"),
    "unknown_contact": gettext_lazy("A row names a contact that is not on file"),
    "reject": gettext_lazy("Leave the row out"),
    "create": gettext_lazy("Add it"),
    "write": gettext_lazy("What rows may do"),
    "create_and_update": gettext_lazy("Add what is new, change what differs"),
    "only_create": gettext_lazy("Only add what is new"),
    "only_update": gettext_lazy("Only change what is on file"),
    "new_customer_purpose": gettext_lazy("Purpose of customers added"),
    "new_customer_source": gettext_lazy("Source of customers added"),
}


def option_word(code: str) -> str:
    """An option, or one of its values, as the reader knows it."""
    return str(_OPTION_WORDS[code])
