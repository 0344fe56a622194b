"""Who moved and why, the picture, segments, cases, the close and the policy, through the staff door."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from guanxi.domain.classification.models import BackboneCase, ClassificationRun, Policy
from guanxi.domain.customers.models import Customer
from guanxi.domain.operations.models import Shipment
from guanxi.domain.people.models import User
from guanxi.domain.timeline.models import Event
from guanxi.processes.classification_run import close_period
from tests import factories

SignedIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("moment")
MARCH, JUNE = date(2025, 3, 31), date(2025, 6, 30)


def close(as_of: date) -> ClassificationRun:
    return close_period(as_of=as_of, by=None, at=factories.LONG_AGO)


@pytest.fixture
def forty(li: User) -> list[Customer]:
    """Forty active customers with falling revenue in winter, and one that is only in the roster."""
    active = []
    for index in range(40):
        one = factories.customer(f"customer {index}", owner=li)
        factories.shipment(one, delivered_on=date(2025, 2, 3), revenue_minor=100_000 * (40 - index))
        active.append(one)
    asked = factories.customer("asked once", owner=li)
    asked.register(on=date(2025, 2, 1), by=None, at=factories.LONG_AGO)
    return [*active, asked]


@pytest.fixture
def spring(forty: list[Customer]) -> list[Customer]:
    """After the close of March: the tenth rises to the top, the one in the roster buys for the first time."""
    close(MARCH)
    factories.shipment(forty[9], delivered_on=date(2025, 5, 5), revenue_minor=9_000_000)
    factories.shipment(forty[40], delivered_on=date(2025, 5, 6), revenue_minor=1_000)
    return forty


@pytest.fixture
def summer(spring: list[Customer]) -> list[Customer]:
    close(JUNE)
    return spring


def names(moves: list) -> list[str]:  # type: ignore[type-arg]
    return [str(move.line.names) for move in moves]


def test_the_runs_page_says_who_moved_by_tier_and_by_group_apart_and_why(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    shown = signed_in(mei).get("/classification/").context["moves"]
    assert names(shown.tiers) == ["customer 9", "asked once"]
    risen, active = shown.tiers
    assert (risen.before, risen.now) == ("lead", "platinum")
    assert "Rank 10, now 1." in risen.reason
    assert (active.before, active.now, active.reason) == ("", "lead", "Active, and ranked 41.")
    (bought,) = shown.groups
    assert (bought.before, bought.now, bought.reason) == (
        "basic",
        "actual",
        "At least one completed shipment is on file.",
    )
    assert bought.why.previous.value == "Basic"


def test_who_was_overtaken_is_in_grace_and_a_second_close_says_so(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    client = signed_in(mei)
    grace = client.get("/classification/").context["moves"].grace
    assert names(grace) == ["customer 0"]
    assert [(one.before, one.now) for one in grace] == [("platinum", "gold")]
    page = client.get("/classification/moves/?axis=grace")
    assert names(page.context["moves"]) == names(grace)
    assert "a second close in a row would move it" in page.content.decode()


def test_every_cell_of_the_picture_opens_as_many_customers_as_it_says(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    factories.customer("came late").register(on=date(2025, 6, 29), by=None, at=factories.LONG_AGO)
    factories.run(JUNE)
    client = signed_in(mei)
    before = ClassificationRun.objects.everything("a test").get(as_of=MARCH)
    for axis in ("group", "tier"):
        page = client.get(f"/classification/migration/?axis={axis}&since={before.pk}")
        counted = 0
        for row in page.context["rows"]:
            for cell in row.cells:
                found = client.get(cell.href).context["moves"]
                assert len(found) == cell.count, (axis, row.value, cell.label)
                counted += cell.count
        assert counted == page.context["all"] == 42


def test_the_picture_is_drawn_with_what_happened_in_words(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    page = signed_in(mei).get("/classification/migration/?axis=tier")
    chart = page.context["chart"]
    assert ("Lead → Platinum", "1") in chart.rows
    assert 'aria-label="Lead → Platinum · 1"' in chart.wide
    assert page.context["moved"] == 2


def test_before_two_runs_there_is_nothing_to_compare(
    signed_in: SignedIn, mei: User, forty: list[Customer]
) -> None:
    factories.run(MARCH)
    client = signed_in(mei)
    for path in ("moves", "migration"):
        assert "Nothing to compare yet" in client.get(f"/classification/{path}/").content.decode()


def test_a_run_that_nobody_may_see_is_not_found(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    assert signed_in(mei).get("/classification/moves/?run=999999").status_code == 404
    assert signed_in(mei).get("/classification/moves/?since=x").status_code == 404


@pytest.mark.parametrize(
    "axes", ["rows=group&columns=tier", "rows=tier&columns=nature", "rows=purpose&columns=group"]
)
def test_every_segment_opens_as_many_customers_as_it_says(
    signed_in: SignedIn, mei: User, summer: list[Customer], axes: str
) -> None:
    client = signed_in(mei)
    found = client.get(f"/classification/segments/?{axes}").context
    segments = [cell for row in found["rows"] for cell in row.cells if cell.segment]
    assert sum(cell.segment.customers for cell in segments) == found["found"].customers == 41
    for cell in segments:
        assert len(client.get(cell.href).context["lines"]) == min(50, cell.segment.customers), cell


def test_shares_of_segments_are_of_the_revenue_of_all(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    found = signed_in(mei).get("/classification/segments/").context["found"]
    assert found.revenue_minor == 100_000 * 820 + 9_000_000 + 1_000
    whole = sum(segment.share_ppm for segment in found.cells.values())
    assert 1_000_000 - len(found.cells) <= whole <= 1_000_000


def test_a_salesperson_sees_the_segments_of_the_own_team_only(
    signed_in: SignedIn, li: User, summer: list[Customer]
) -> None:
    factories.customer("of nobody").register(on=date(2025, 2, 1), by=None, at=factories.LONG_AGO)
    assert signed_in(li).get("/classification/segments/").context["found"].customers == 41


def test_a_manager_sees_what_a_close_would_do_and_nothing_is_stored(
    signed_in: SignedIn, mei: User, spring: list[Customer]
) -> None:
    client = signed_in(mei)
    assert client.get("/classification/close/").context["periods"] == [JUNE]
    page = client.get("/classification/close/review/?day=2025-06-30")
    assert names(page.context["tier_moves"]) == ["customer 9", "asked once"]
    assert names(page.context["grace"]) == ["customer 0"]
    assert ClassificationRun.objects.everything("a test").filter(as_of=JUNE).count() == 0


def test_the_close_has_the_hash_that_the_review_showed_and_asking_again_gives_the_same(
    signed_in: SignedIn, mei: User, spring: list[Customer]
) -> None:
    client = signed_in(mei)
    review = client.get("/classification/close/review/?day=2025-06-30").context["run"]
    closed = client.post("/classification/close/now/", {"day": "2025-06-30"}, follow=True)
    run = closed.context["run"]
    assert (run.kind, run.hash) == ("close", review.hash)
    again = client.post("/classification/close/now/", {"day": "2025-06-30"}, follow=True)
    assert again.context["run"] == run
    assert client.get("/classification/close/review/?day=2025-06-30").status_code == 302
    assert client.get("/classification/close/").context["periods"] == []


def test_a_second_close_over_changed_facts_is_refused(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    Shipment.objects.everything("a test").filter(customer=summer[3]).update(revenue_minor=1)
    page = signed_in(mei).post("/classification/close/now/", {"day": "2025-06-30"}, follow=True)
    assert "its facts have changed since" in page.content.decode()
    assert ClassificationRun.objects.everything("a test").closes().filter(as_of=JUNE).count() == 1


def test_the_end_of_no_period_is_not_closed(signed_in: SignedIn, mei: User, forty: list[Customer]) -> None:
    client = signed_in(mei)
    for day in ("2025-05-31", "2025-09-30", "yesterday"):
        client.post("/classification/close/now/", {"day": day})
    assert not ClassificationRun.objects.everything("a test").exists()


def test_many_customers_are_closed_by_a_worker(
    signed_in: SignedIn, mei: User, spring: list[Customer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guanxi.processes.classification_order.AT_ONCE", 10)
    client = signed_in(mei)
    waiting = client.post("/classification/close/now/", {"day": "2025-06-30"}, follow=True)
    assert "The period is being closed" in waiting.content.decode()
    assert not ClassificationRun.objects.everything("a test").filter(as_of=JUNE).exists()


def test_classify_now_makes_an_interim_run_of_the_operators_day(
    signed_in: SignedIn, mei: User, forty: list[Customer]
) -> None:
    page = signed_in(mei).post("/classification/run/", follow=True)
    run = page.context["run"]
    assert (run.as_of, run.kind, run.actor_id) == (JUNE, "interim", mei.pk)


def policy_form(page: object) -> dict[str, object]:
    """What a browser would send back unchanged."""
    form = page.context["form"]  # type: ignore[attr-defined]
    return {name: form[name].initial for name in form.fields} | {"reason": ""}


def test_a_draft_shows_its_effect_and_stores_nothing(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    client = signed_in(mei)
    said = policy_form(client.get("/classification/policy/new/")) | {"cut__platinum": "5", "cut__gold": "10"}
    page = client.post("/classification/policy/new/", said | {"reason": "wider", "do": "preview"})
    changed = {rule.label: (rule.before, rule.value) for rule in page.context["changes"]}
    assert changed["Platinum: down to this share of the ranking"] == ("1 %", "5 %")
    counts = {(one.axis, one.value): (one.before, one.after) for one in page.context["counts"]}
    # 41 active: ceil(5 %) = 3 by rank, beside the one that keeps platinum by grace.
    assert counts["tier", "platinum"] == (2, 3)
    assert page.context["effect"].moved == len(page.context["movers"])
    assert Policy.objects.count() == 2


def test_an_adopted_policy_holds_from_its_day_on_and_old_runs_keep_theirs(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    client = signed_in(mei)
    before = ClassificationRun.objects.everything("a test").get(as_of=JUNE)
    said = policy_form(client.get("/classification/policy/new/")) | {
        "overrides__max_days": 90,
        "reason": "Overrides lasted too long.",
        "valid_from": "2025-07-01",
    }
    page = client.post("/classification/policy/new/", said | {"do": "adopt"}, follow=True)
    assert "v3 is adopted and holds from 2025-07-01 on." in page.content.decode()
    newest, *_others = page.context["versions"]
    assert (newest.state, newest.author, newest.policy.reason) == (
        "coming",
        str(mei.name),
        "Overrides lasted too long.",
    )
    assert [(rule.before, rule.value) for rule in newest.changed] == [("366", "90")]
    before.refresh_from_db()
    assert before.policy.version == 2
    assert (
        Event.objects.everything("a test")
        .filter(kind="classification.policy_adopted", actor_id=mei.pk)
        .exists()
    )


@pytest.mark.parametrize(
    ("said", "field", "error"),
    [
        ({"cut__gold": "0.5"}, "cut__gold", "Each cut must reach further down than the one before it."),
        ({"valid_from": "2025-06-29"}, "valid_from", "Rules can hold from today on"),
        (
            {"backbone__revenue_percentile": "101"},
            "backbone__revenue_percentile",
            "less than or equal to 100",
        ),
        ({}, "__all__", "These are the rules that hold on that day already."),
        ({"reason": ""}, "reason", "This field is required."),
    ],
)
def test_what_is_wrong_with_a_draft_is_said_beside_its_field(
    signed_in: SignedIn, mei: User, said: dict[str, str], field: str, error: str
) -> None:
    client = signed_in(mei)
    form = (
        policy_form(client.get("/classification/policy/new/")) | {"reason": "because", "do": "adopt"} | said
    )
    page = client.post("/classification/policy/new/", form)
    assert page.status_code == 422
    assert error in " ".join(page.context["form"].errors[field])
    assert Policy.objects.count() == 2


def test_the_browsers_field_of_a_day_is_filled_in_every_language(signed_in: SignedIn, mei: User) -> None:
    client = signed_in(mei)
    for language in ("en", "zh-hans"):
        client.cookies["guanxi_language"] = language
        page = client.get("/classification/policy/new/").content.decode()
        assert 'name="valid_from" value="2025-06-30"' in page, language


def test_only_who_may_edit_is_offered_the_change(signed_in: SignedIn, mei: User, service_agent: User) -> None:
    assert "/classification/policy/new/" in signed_in(mei).get("/classification/policy/").content.decode()
    client = signed_in(service_agent)
    assert "/classification/policy/new/" not in client.get("/classification/policy/").content.decode()
    assert client.get("/classification/policy/new/").status_code == 403


def test_cases_are_found_by_state_and_by_the_measure_they_fail(
    signed_in: SignedIn, mei: User, summer: list[Customer]
) -> None:
    client = signed_in(mei)
    cases = BackboneCase.objects.everything("a test").count()
    assert cases > 0
    assert len(client.get("/classification/backbone/").context["lines"]) == cases
    refused = client.get("/classification/backbone/?state=refused&fails=credit").context["lines"]
    assert len(refused) == cases
    assert all("none on file" in [test.value for test in line.tests if not test.passed] for line in refused)
    assert client.get("/classification/backbone/?state=confirmed").context["lines"] == []


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", 24),
        ("moves/", 14),
        ("migration/", 10),
        ("segments/", 8),
        ("backbone/", 8),
        ("policy/", 8),
        ("close/", 8),
    ],
)
def test_a_page_asks_the_database_a_fixed_number_of_times(
    signed_in: SignedIn,
    mei: User,
    summer: list[Customer],
    django_assert_max_num_queries: DjangoAssertNumQueries,
    path: str,
    most: int,
) -> None:
    client = signed_in(mei)
    with django_assert_max_num_queries(most):
        client.get(f"/classification/{path}")
    for index in range(5):
        late = factories.customer(f"late {index}")
        factories.shipment(late, delivered_on=JUNE - timedelta(days=1), revenue_minor=5_000_000 + index)
    factories.run(JUNE)
    with django_assert_max_num_queries(most):
        client.get(f"/classification/{path}")
