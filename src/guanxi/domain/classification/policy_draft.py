"""A policy before it holds: what it would change, and its adoption as a new version (D135)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from guanxi.domain.classification import events
from guanxi.domain.classification.conclusion import Conclusions, conclude
from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.models import ClassificationEntry, Policy
from guanxi.domain.classification.rules import is_period_close
from guanxi.domain.classification.rules.policy import Problem, problems_of
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.scope import Actor
from guanxi.domain.timeline.models import Event


class UnableToAdopt(ValueError):
    """`code`: rules (with `problems`), unchanged, in_the_past, reason, or overtaken by another adoption."""

    def __init__(self, code: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(f"{code}: {', '.join(problem.path for problem in problems)}")
        self.code = code
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Mover:
    """A customer that would stand elsewhere under the draft."""

    customer: Customer
    group_before: str
    group: str
    tier_before: str
    tier: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a draft would change on a day, nothing of it stored.

    `before` and `after` are `ClassificationRun.counts` under the policy in force and under the draft;
    `moved` is how many customers stand elsewhere, `movers` the first of them that the actor may see.
    """

    as_of: date
    policy: Policy
    before: dict[str, dict[str, int]]
    after: dict[str, dict[str, int]]
    moved: int
    movers: list[Mover]


def draft_effect(
    rules: Mapping[str, Any], *, as_of: date, currency: str, actor: Actor, limit: int = 50
) -> Effect:
    """Conclude twice over the same facts, under the policy in force on the day and under the draft.

    The draft says itself whether the day ends a period. Raises UnableToAdopt for rules no run can follow,
    and what `conclude` raises.
    """
    _refuse_problems(rules)
    policy = Policy.objects.in_force_on(as_of)
    before = _concluded(policy, as_of, currency)
    after = _concluded(Policy(version=policy.version, rules=dict(rules)), as_of, currency)
    was = {entry.customer_id: entry for entry in before.entries}
    moved = [entry for entry in after.entries if _differs(was.get(entry.customer_id), entry)]
    moved.sort(key=lambda entry: (entry.rank is None, entry.rank or 0, entry.customer_id))
    return Effect(
        as_of=as_of,
        policy=policy,
        before=_plain(before.run.counts),
        after=_plain(after.run.counts),
        moved=len(moved),
        movers=_movers(moved, was, actor=actor, limit=limit),
    )


@transaction.atomic
def adopt(
    rules: Mapping[str, Any], *, valid_from: date, reason: str, by: Actor, today: date, at: datetime
) -> Policy:
    """Keep the rules as a new version that holds from `valid_from`; older runs keep theirs.

    Raises UnableToAdopt.
    """
    _refuse_problems(rules)
    if valid_from < today:
        raise UnableToAdopt("in_the_past")
    if not reason.strip():
        raise UnableToAdopt("reason")
    if Policy.objects.in_force_on(valid_from).rules == rules:
        raise UnableToAdopt("unchanged")
    newest: int = Policy.objects.aggregate(newest=Max("version"))["newest"]
    try:
        with transaction.atomic():
            policy = Policy.objects.create(
                version=newest + 1,
                valid_from=valid_from,
                rules=dict(rules),
                reason=reason.strip(),
                adopted_by_id=by.actor_id,
                adopted_at=at,
            )
    except IntegrityError:
        raise UnableToAdopt("overtaken") from None
    data = {"version": policy.version, "valid_from": valid_from.isoformat(), "reason": policy.reason}
    Event.record(events.POLICY_ADOPTED, subject=policy, by=by, at=at, data=data)
    return policy


def _refuse_problems(rules: Mapping[str, Any]) -> None:
    if problems := problems_of(rules):
        raise UnableToAdopt("rules", problems)


def _concluded(policy: Policy, as_of: date, currency: str) -> Conclusions:
    is_close = is_period_close(as_of, closing_months=policy.rules["closing_months"])
    return conclude(Facts(as_of), currency=currency, is_close=is_close, policy=policy)


def _differs(was: ClassificationEntry | None, now: ClassificationEntry) -> bool:
    return was is None or (was.group, was.tier) != (now.group, now.tier)


def _plain(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    return {axis: dict(Counter(values)) for axis, values in counts.items()}


def _movers(
    moved: Sequence[ClassificationEntry],
    was: Mapping[int, ClassificationEntry],
    *,
    actor: Actor,
    limit: int,
) -> list[Mover]:
    """The first of them within sight; asked of the database in parts, since most may be out of it."""
    movers: list[Mover] = []
    for start in range(0, len(moved), 500):
        part = moved[start : start + 500]
        seen = Customer.objects.visible_to(actor, "classification.view").select_related("party")
        customers = seen.in_bulk([entry.customer_id for entry in part])
        for entry in part:
            if customer := customers.get(entry.customer_id):
                before = was.get(entry.customer_id)
                held = (before.group, before.tier) if before else ("", "")
                movers.append(Mover(customer, held[0], entry.group, held[1], entry.tier))
        if len(movers) >= limit:
            break
    return movers[:limit]
