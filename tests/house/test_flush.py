"""Tests that commit leave the house as they found it, append-only tables and policies included."""

import pytest
from django.db import DatabaseError, transaction

from guanxi.domain.classification.models import Policy
from guanxi.domain.timeline.models import Event
from tests import factories


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_may_commit_events_and_start_from_a_clean_house(time: str) -> None:
    assert not Event.objects.everything("a clean house").exists()
    assert sorted(Policy.objects.values_list("version", flat=True)) == [1, 2]
    customer = factories.customer(f"committed {time}")
    events = Event.objects.everything("the test tries to change it").about_customer(customer.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        events.update(kind="forged")
    assert events.get().kind == "customers.created"
