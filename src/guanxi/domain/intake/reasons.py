"""Why a row was rejected or is doubtful, in words: what is wrong, and what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    # A cell.
    "required": _("This column must not be empty. Fill it in."),
    "too_long": _("The text has %(length)s characters, more than %(longest)s. Shorten it."),
    "nul_character": _("The text contains a NUL character. Remove it."),
    "undecodable": _("The text contains bytes that are no characters. Save the file as “CSV UTF-8”."),
    "excel_error": _("The cell shows an Excel error such as #N/A. Correct the formula or enter the value."),
    "excel_made_a_date": _("Excel made a date of this text. Format the cell as text and enter it again."),
    "digits_lost": _(
        "%(text)s: Excel stored this number shortened and lost digits. Format the column as text and fill "
        "it from the source again."
    ),
    "not_a_number": _("“%(text)s” is not a number."),
    "scientific_number": _("“%(text)s” is in scientific notation. Enter the number in full."),
    "number_with_marks": _(
        "“%(text)s” contains thousands marks or a decimal comma. Remove them, or name them in the mapping."
    ),
    "merged_number": _(
        "“%(text)s” stands in a cell merged over several rows. Write in each row what is meant for it."
    ),
    "not_whole": _("“%(text)s” is not a whole number."),
    "out_of_range": _("“%(text)s” is outside the possible range."),
    "not_a_day": _("“%(text)s” is not a day in the form %(format)s. Correct it or the mapping's format."),
    "ambiguous_day": _("“%(text)s” may mean %(first)s or %(second)s. Write it as 2025-06-30."),
    "day_out_of_range": _("The day %(text)s is outside the possible range."),
    "not_a_choice": _("“%(text)s” is not known here. Possible: %(choices)s."),
    "not_an_instant": _(
        "“%(text)s” is not a day with a time, such as 2025-06-30 14:05 or 2025-06-30T14:05+08:00."
    ),
    "time_skipped": _(
        "%(text)s was skipped in %(zone)s when the clocks went forward. Correct it, or add its offset."
    ),
    "time_twice": _(
        "%(text)s came twice in %(zone)s when the clocks went back. Add the offset that is meant."
    ),
    "too_many_decimals": _("“%(text)s” has more than %(decimals)s decimals, and nothing is rounded here."),
    "not_an_email": _("“%(text)s” is not an e-mail address."),
    "unknown_currency": _("“%(text)s” is not an ISO 4217 currency such as CNY."),
    "contact_data": _(
        "This looks like a telephone number or an e-mail address. An audience is an estimate and holds no "
        "contact data. Remove it."
    ),
    # A row.
    "cells_missing": _("The row has %(count)s cells instead of %(expected)s. It may be cut off."),
    "cells_surplus": _("The row has %(count)s cells instead of %(expected)s. Check its quotation marks."),
    "differs_from_row": _(
        "Row %(row)s has the same identifier and other content (there ≠ here): %(differences)s. "
        "Keep one of the two."
    ),
    "only_create": _(
        "This record is on file and differs, and this import only creates. Import it with changes."
    ),
    "only_update": _(
        "This record is not on file, and this import only changes what is. Import it with new ones."
    ),
    # Shipments.
    "unknown_customer": _("There is no customer with the number %(number)s. Import the customer first."),
    "revenue_and_reason": _("There is an amount and a reason for its absence. Remove one."),
    # Customers.
    "unknown_owner": _("No active staff account has the e-mail %(email)s. Add the account first."),
    "unknown_parent": _(
        "There is no customer with the number %(number)s, and no row of this file brought one in."
    ),
    "parent_circle": _("%(number)s already stands below this customer, so it cannot be its parent."),
    "no_evidence": _(
        "Nothing shows how this customer is known. Give a signal (type, day, lawful basis) or the day of "
        "registration; who is only estimated belongs in an audience."
    ),
    "signal_incomplete": _("A signal needs its type and its day. Give both or neither."),
    "no_lawful_basis": _("A signal needs a lawful basis: consent, contract or legitimate_interest."),
    "contact_without_name": _("There are contact details without a name. Give contact_name."),
    # Campaigns.
    "unknown_audience": _("There is no audience named “%(name)s”. Import the audience first."),
    "before_beginning": _("%(day)s is before the campaign began, %(began)s. Correct one of the two."),
    # Invoices, payments and costs.
    "before_issue": _("%(day)s is before the day of issue, %(issued)s. Correct one of the two."),
    "unknown_invoice": _("There is no invoice with the number %(number)s. Import the invoice first."),
    "invoice_unclear": _(
        "Several sources have an invoice %(number)s. Import payments with the source of their invoices."
    ),
    "not_the_invoices_currency": _("The invoice is in %(currency)s. Give the payment in that currency."),
    "no_rate": _(
        "There is no rate for %(activity)s in %(currency)s on %(day)s. Import the rate first, or give one in "
        "the row."
    ),
    # Interactions.
    "unknown_contact": _(
        "The customer %(number)s has no contact of this name. Add the contact, or let the mapping create it."
    ),
    # Warnings: the row is applied.
    "uscc_wrong_length": _("The unified social credit code does not have 18 characters."),
    "uscc_wrong_character": _("The unified social credit code contains a character it cannot have."),
    "uscc_wrong_check_character": _("The check character of the unified social credit code is wrong."),
    "uscc_shared": _("Another customer has the same unified social credit code."),
    "consignee_ambiguous": _("Several firms have the consignee's name; the one known longest was taken."),
}


def sentence(code: str, params: dict[str, Any]) -> str:
    """The reason in the reader's language."""
    return str(SENTENCES[code]) % _Named(params)


class _Named(dict[str, Any]):
    """What fills a sentence; what was not kept with the reason reads as dots."""

    def __missing__(self, name: str) -> str:
        return "…"
