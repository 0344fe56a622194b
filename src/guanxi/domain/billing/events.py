from django.utils.translation import gettext_lazy as _

from guanxi.domain.timeline.kinds import EventKind

INVOICES_IMPORTED = EventKind(
    "billing.invoices_imported",
    _("%(count)s invoices recorded from %(file)s, %(first)s to %(last)s"),
    "receipt",
    view_action="invoices.view",
)
INVOICE_CORRECTED = EventKind(
    "billing.invoice_corrected",
    _("Invoice %(name)s corrected from %(file)s"),
    "receipt",
    view_action="invoices.view",
)
PAYMENTS_IMPORTED = EventKind(
    "billing.payments_imported",
    _("%(count)s payments recorded from %(file)s, %(first)s to %(last)s"),
    "banknote",
    view_action="invoices.view",
)
PAYMENT_CORRECTED = EventKind(
    "billing.payment_corrected",
    _("Payment %(name)s corrected from %(file)s"),
    "banknote",
    view_action="invoices.view",
)
COSTS_IMPORTED = EventKind(
    "billing.costs_imported",
    _("%(count)s cost activities recorded from %(file)s, %(first)s to %(last)s"),
    "calculator",
    view_action="costs.view",
)
COST_CORRECTED = EventKind(
    "billing.cost_corrected",
    _("Cost activity %(name)s corrected from %(file)s"),
    "calculator",
    view_action="costs.view",
)
RATE_CORRECTED = EventKind(
    "billing.rate_corrected",
    _("Rate of %(name)s corrected from %(file)s"),
    "calculator",
    view_action="rates.view",
)
GRADES_IMPORTED = EventKind(
    "billing.grades_imported",
    _("%(count)s credit grades recorded from %(file)s, %(first)s to %(last)s"),
    "gauge",
    view_action="credit.view",
)
GRADE_CORRECTED = EventKind(
    "billing.grade_corrected",
    _("Credit grade of %(name)s corrected from %(file)s"),
    "gauge",
    view_action="credit.view",
)
