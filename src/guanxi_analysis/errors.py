"""What the workshop refuses, as codes with parameters, so that a door can say it in the reader's language.

``N_`` marks a sentence for the translators without translating it: the workshop speaks English, the
door looks the sentence up and fills in the parameters.
"""

from typing import ClassVar


def N_(sentence: str) -> str:
    """Return the sentence unchanged; marks it for translation."""
    return sentence


class AnalysisError(Exception):
    """The root: a stable `code`, the English `sentence` with ``%(name)s`` places, and their `parameters`."""

    sentences: ClassVar[dict[str, str]] = {}

    def __init__(self, code: str, **parameters: object) -> None:
        self.code = code
        self.parameters = parameters
        self.sentence = self.sentences[code]
        super().__init__(self.sentence % parameters)


class InvalidPolicy(AnalysisError):
    """The policy file cannot be read or does not say what a policy has to say."""

    sentences: ClassVar = {
        "policy_unreadable": N_("The policy %(path)s cannot be read: %(detail)s."),
        "policy_not_toml": N_("The policy %(path)s is not TOML: %(detail)s."),
        "policy_missing": N_("The policy has no %(key)s."),
        "policy_unknown": N_("The policy has an entry nobody reads: %(key)s."),
        "policy_not_text": N_("The policy's %(key)s must be text, not %(value)s."),
        "policy_out_of_range": N_(
            "The policy's %(key)s must be a whole number from %(low)s to %(high)s, not %(value)s."
        ),
        "policy_tiers": N_("The policy must list the tiers %(expected)s in this order, not %(found)s."),
        "policy_cuts_fall": N_(
            "The policy's up_to_ppm must grow from tier to tier and end at 1000000; %(tier)s has %(value)s."
        ),
    }


class InvalidFacts(AnalysisError):
    """The table of facts lacks a column, or a sum left the 64 bits money is kept in."""

    sentences: ClassVar = {
        "facts_column_missing": N_("The table %(table)s has no column %(column)s."),
        "facts_column_type": N_("The column %(column)s of %(table)s must be %(expected)s, not %(found)s."),
        "amounts_too_large": N_("The amounts add up to more than can be kept exactly."),
    }


class InvalidArgument(AnalysisError):
    """An argument is outside what the question allows."""

    sentences: ClassVar = {
        "decimal_unknown": N_("--decimal is either . or a comma, not %(value)s."),
        "option_without_use": N_("%(option)s has no meaning for %(path)s, which is %(kind)s."),
        "date_format_unknown": N_(
            "%(value)s is not the form of a whole date; use %%d, %%m, %%b, %%Y and %%y as in %%d/%%m/%%Y."
        ),
        "currency_unknown": N_("%(value)s is no currency of ISO 4217; write its three letters, as CNY."),
        "encoding_unrecognised": N_("There is no encoding named %(value)s."),
        "window_out_of_range": N_("The window must be from 1 to %(high)s days, not %(value)s."),
        "window_before_calendar": N_(
            "A window of %(value)s days before %(as_of)s begins before the calendar."
        ),
    }
