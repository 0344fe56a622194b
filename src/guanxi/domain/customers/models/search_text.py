from typing import Any, ClassVar

from django.db import models, transaction

from guanxi.domain.customers.rules.search_words import search_text
from guanxi.domain.ground.scope import ScopedQuerySet, ScopedRecord

AT_ONCE = 1_000
_CODES = ("customer__number", "customer__party__uscc")
_NAMES = ("customer__party__name", "customer__party__name_en")


class SearchText(ScopedRecord):
    """The words under which one customer is found; derived, and never shown.

    Triggers (`search_triggers`) keep one row for every customer and mark it due when a name, number or code
    of the customer or the name of one of its contacts is written, by whatever way. The full-text index
    follows `text`. Whoever writes such names calls `catch_up` in the same transaction; what a writer forgot
    is a due row, which `guanxi check` reports.
    """

    view_action = "customers.view"

    # Without a constraint and a way back: it is the triggers that bring the row and take it away.
    customer = models.OneToOneField(
        "customers.Customer",
        primary_key=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    party_id = models.BigIntegerField(unique=True)
    text = models.TextField()
    is_due = models.BooleanField()

    objects: ClassVar[ScopedQuerySet["SearchText"]] = ScopedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["customer"], name="customers_search_due", condition=models.Q(is_due=True))
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}"

    @classmethod
    @transaction.atomic
    def catch_up(cls) -> int:
        """Read anew what is due; how many customers those were."""
        return read_due(cls._base_manager)


def read_due(texts: "models.Manager[Any]") -> int:
    """Write the words of every due row, in batches; how many there were.

    `texts` is the manager of the model as it is now, or as it was for a migration.
    """
    count = 0
    while rows := _worded(texts):
        texts.bulk_create(
            rows, update_conflicts=True, unique_fields=["customer"], update_fields=["text", "is_due"]
        )
        count += len(rows)
    return count


def _worded(texts: "models.Manager[Any]") -> list[Any]:
    """The next due rows with their words, not yet written."""
    due = texts.filter(is_due=True).order_by("pk")[:AT_ONCE].values_list("pk", "party_id", *_CODES, *_NAMES)
    found = list(due)
    if not found:
        return []
    people: dict[int, list[str]] = {}
    named = texts.filter(pk__in=[pk for pk, *_ in found], customer__contacts__isnull=False)
    for pk, name in named.values_list("pk", "customer__contacts__name"):
        people.setdefault(pk, []).append(name)
    return [
        texts.model(
            customer_id=pk,
            party_id=party_id,
            text=search_text(names=[*names, *people.get(pk, ())], codes=[number, uscc]),
            is_due=False,
        )
        for pk, party_id, number, uscc, *names in found
    ]
