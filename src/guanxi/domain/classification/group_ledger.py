"""Keeps the group of each customer in step with the facts, and every change of it (D11, D12, D15)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction

from guanxi.domain.classification import events
from guanxi.domain.classification.backbone_cases import end_lost_cases
from guanxi.domain.classification.conclusion import groups_of
from guanxi.domain.classification.evidence_links import facts_behind
from guanxi.domain.classification.facts import Facts
from guanxi.domain.classification.models import GroupChange, Policy, Standing
from guanxi.domain.customers.models import Customer
from guanxi.domain.ground.bulk import update_rows
from guanxi.domain.ground.scope import Actor
from guanxi.domain.timeline.models import Entry, Event

BATCH = 500
_WHY = "groups follow from the facts, whoever looks"
_NOTHING: dict[str, Any] = {"value": "", "code": "nothing_on_file", "inputs": {}}
_OBJECTED: dict[str, Any] = {"value": "", "code": "objected", "inputs": {}}
Basis = GroupChange.Basis


def update_groups(
    customer_ids: Collection[int] | None,
    *,
    day: date,
    by: Actor | None,
    at: datetime,
    basis: str = Basis.FACT,
) -> int:
    """Conclude the groups of these customers, or of everybody, from the facts up to `day`; how many changed.

    A change is kept with its evidence and told on the customer's timeline; backbone cases that lost what
    they rest on end with it. The tier stays. Ids of customers that are no longer there are passed over.
    """
    policy = Policy.objects.in_force_on(day)
    if customer_ids is None:
        # Facts of everybody are summed once; the writing goes in parts.
        return _apply_all(_concluded(Facts(day), policy), day=day, policy=policy, by=by, at=at, basis=basis)
    changed = 0
    for part in _parts(customer_ids):
        found = _concluded(Facts(day, only=part), policy)
        changed += _apply_all(found, day=day, policy=policy, by=by, at=at, basis=basis)
    return changed


def _apply_all(
    concluded: Mapping[int, dict[str, Any]],
    *,
    day: date,
    policy: Policy,
    by: Actor | None,
    at: datetime,
    basis: str,
) -> int:
    """Bring standings to what was concluded (customer id → evidence as JSON); how many groups changed."""
    changed = 0
    for part in _parts(concluded):
        found = {pk: concluded[pk] for pk in part}
        with transaction.atomic():
            changes = _apply(found, day=day, policy=policy, at=at, basis=basis, by=by)
            end_lost_cases(found, day=day, by=by, at=at)
            changed += len(changes)
    return changed


def _concluded(facts: Facts, policy: Policy) -> dict[int, dict[str, Any]]:
    """customer id → evidence as JSON, with an empty value for those without a group."""
    groups = groups_of(facts, policy)
    concluded = {pk: group.as_json() if group else _NOTHING for pk, group in groups.items()}
    return concluded | dict.fromkeys(facts.decisions().objectors(), _OBJECTED)


def _apply(
    found: Mapping[int, dict[str, Any]],
    *,
    day: date,
    policy: Policy,
    at: datetime,
    basis: str,
    by: Actor | None,
) -> list[GroupChange]:
    standings = _locked_standings(found)
    stale = [one for pk, one in standings.items() if one.group_evidence != found[pk]]
    changes = [
        GroupChange(
            customer_id=one.customer_id,
            group_before=one.group,
            group=found[one.customer_id]["value"],
            evidence=found[one.customer_id],
            decided_on=day,
            recorded_at=at,
            actor_id=by.actor_id if by else None,
            basis=_basis_of(one.group, found[one.customer_id], basis),
            policy=policy,
        )
        for one in stale
        if one.group != found[one.customer_id]["value"]
    ]
    _keep(changes, day=day, by=by)
    moved = {change.customer_id for change in changes}
    for one in stale:
        one.group, one.group_evidence = found[one.customer_id]["value"], found[one.customer_id]
        if one.customer_id in moved:
            one.group_since, one.group_decided_at = day, at
    names = ["group", "group_evidence", "group_since", "group_decided_at"]
    update_rows(stale, names)
    return changes


def _locked_standings(found: Mapping[int, dict[str, Any]]) -> dict[int, Standing]:
    """customer id → standing, locked; whoever got a first group has one from now on."""
    locked = _lock(found)
    missing = [pk for pk, evidence in found.items() if evidence["value"] and pk not in locked]
    if missing:
        # Another writer may have been first: the row is there then, and is waited for.
        new = [Standing(customer_id=pk) for pk in missing]
        Standing._base_manager.bulk_create(new, ignore_conflicts=True)
        locked |= _lock(missing)
    return locked


def _lock(customer_ids: Iterable[int]) -> dict[int, Standing]:
    standings = Standing.objects.everything(_WHY).filter(customer__in=list(customer_ids))
    return {one.customer_id: one for one in standings.select_for_update().order_by("customer_id")}


def _basis_of(before: str, evidence: Mapping[str, Any], basis: str) -> str:
    if evidence["code"] == _OBJECTED["code"]:
        return Basis.OBJECTION
    if evidence["value"] == "backbone":
        return Basis.BACKBONE
    return Basis.DEMOTION if before == "backbone" else basis


def _keep(changes: list[GroupChange], *, day: date, by: Actor | None) -> None:
    facts = facts_behind({change.customer_id: change.evidence for change in changes}, day=day)
    for change in changes:
        change.evidence = change.evidence | {"facts": facts.get(change.customer_id, [])}
    GroupChange._base_manager.bulk_create(changes, batch_size=BATCH)
    Event.record_all(
        [
            Entry(
                kind=events.GROUP_CHANGED if change.group else events.GROUP_LEFT,
                at=change.recorded_at,
                by=by,
                subject=Customer(pk=change.customer_id),
                customer_id=change.customer_id,
                data={"group": change.group} if change.group else {},
                before={"group": change.group_before},
                after={"group": change.group},
            )
            for change in changes
        ]
    )


def _parts(ids: Collection[int]) -> Iterator[list[int]]:
    remaining = iter(sorted(ids))
    while part := list(islice(remaining, BATCH)):
        yield part
