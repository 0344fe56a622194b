"""Why a mapping cannot be used, in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_SENTENCES = {
    "unknown": _("There is no mapping %(name)s. Shipped mappings: %(shipped)s; or give the path of a file."),
    "too_large": _("%(name)s is too large for a mapping."),
    "not_toml": _("%(name)s is not valid TOML: %(problem)s"),
    "invalid": _("%(name)s, %(place)s: %(problem)s"),
    "no_kind": _("%(name)s says nothing about %(kind)s."),
    "unknown_field": _("%(name)s: %(kind)s have no field %(field)s. Fields: %(known)s."),
    "missing_field": _("%(name)s: the field %(field)s must be mapped."),
    "unknown_option": _("%(name)s: %(option)s cannot be %(value)s. Possible: %(known)s."),
    "misplaced": _("%(name)s, %(field)s: %(setting)s does not apply to this field."),
    "bad_format": _("%(name)s, %(field)s: “%(format)s” is not a format of a day, such as %%d/%%m/%%Y."),
    "bad_pattern": _("%(name)s, %(field)s: “%(pattern)s” is not a regular expression."),
    "unknown_reason": _("%(name)s, %(field)s: there is no reason %(reason)s. Reasons: %(known)s."),
}


class UnusableMapping(ValueError):
    """The mapping cannot be used. `code` names why, `params` fill the sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def sentence(self) -> str:
        """What is wrong with the mapping, in the reader's language."""
        return str(_SENTENCES[self.code]) % self.params
