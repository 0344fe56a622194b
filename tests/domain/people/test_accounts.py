import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from guanxi.domain.customers.models import Customer
from guanxi.domain.people import policy
from guanxi.domain.people.models import User
from guanxi.domain.people.policy import PORTAL_ROLES, STAFF_ROLES, TABLE, Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_portal_account_never_becomes_a_staff_account(chenguang: Customer) -> None:
    person = factories.portal_user(chenguang)
    with pytest.raises(DatabaseError, match="stays of the kind"), transaction.atomic():
        User.objects.filter(pk=person.pk).update(kind="staff", role="manager", customer_id=None)
    person.refresh_from_db()
    assert person.kind == User.Kind.PORTAL


def test_sql_by_hand_cannot_change_the_kind_either(mei: User) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_user SET kind = 'portal' WHERE id = %s", [mei.pk])


@pytest.mark.parametrize("role", sorted(PORTAL_ROLES))
def test_a_staff_account_cannot_hold_a_customers_role(role: str, db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.staff("someone", role)


def test_a_new_staff_account_has_no_password(db: None) -> None:
    assert not factories.staff("新人", Role.SALES).has_usable_password()


@pytest.mark.parametrize(("name", "initials"), [("李伟", "伟"), ("Ben Hall", "BH"), ("Mei", "ME")])
def test_initials_suit_the_script(name: str, initials: str) -> None:
    assert User(name=name).initials == initials


def test_every_grant_names_known_roles_and_relations() -> None:
    for grant in TABLE:
        assert grant.relation in policy.RELATIONS
        assert set(grant.roles) <= STAFF_ROLES | PORTAL_ROLES


def test_no_grant_stands_twice() -> None:
    stood = [(role, grant.action, grant.relation) for grant in TABLE for role in grant.roles]
    assert len(stood) == len(set(stood))


def test_what_the_table_does_not_say_is_denied() -> None:
    assert policy.relations(Role.SALES, "classification.run") == frozenset()
    assert policy.relations(Role.CUSTOMER_USER, "customers.view") == frozenset()
