"""Why the revenue of a shipment is not known: stored as a code, shown in the reader's language."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RevenueAbsence(models.TextChoices):
    PRICED_ELSEWHERE = "priced_elsewhere", _("Priced with another shipment")
    INCLUDED_IN_GOODS_PRICE = "included_in_goods_price", _("Freight included in the price of the goods")
    INCLUDED_IN_FORWARD_FREIGHT = "included_in_forward_freight", _("Included in the forward freight")
    INVOICED_SEPARATELY = "invoiced_separately", _("Invoiced separately")
    NOT_YET_INVOICED = "not_yet_invoiced", _("Not yet invoiced")
    CANCELLED_BEFORE_CARRIAGE = "cancelled_before_carriage", _("Cancelled before carriage")
    NOT_GIVEN = "not_given", _("Not given in the file")
