"""Audiences that come in by file: estimates of segments, and never a way to reach anybody (D13)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from guanxi.domain.audiences import events
from guanxi.domain.audiences.models import Audience
from guanxi.domain.intake import limits
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, verdict_on
from guanxi.domain.timeline.kinds import EventKind
from guanxi.domain.timeline.models import Entry, Event

KIND = FileKind(
    name="audiences",
    key="name",
    fields={
        "name": Field(Reading.TEXT, required=True, longest=200, refuses_contact_data=True),
        "name_en": Field(Reading.TEXT, longest=200, refuses_contact_data=True),
        "segment": Field(Reading.TEXT, required=True, longest=120, refuses_contact_data=True),
        "region": Field(Reading.TEXT, longest=120, refuses_contact_data=True),
        "size_estimate": Field(Reading.COUNT, required=True, largest=limits.LARGEST_COUNT),
        "source": Field(Reading.TEXT, required=True, longest=200, refuses_contact_data=True),
        "estimated_on": Field(Reading.DAY, required=True),
    },
)


class AudienceFile:
    """The writer of audience rows for one import."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand

    def write(self, rows: Sequence[ReadRow]) -> list[Verdict]:
        """Record new audiences, correct those whose estimate changed; both stand in the operator's log."""
        on_file = {
            audience.name: audience
            for audience in Audience.objects.everything("a file may revise any estimate").filter(
                name__in=[row.key for row in rows]
            )
        }
        new = {
            row.key: Audience(recorded_at=self._errand.at, **row.values)
            for row in rows
            if row.key not in on_file
        }
        before = {row.key: _revise(on_file[row.key], row.values) for row in rows if row.key in on_file}
        revised = {key: on_file[key] for key, changes in before.items() if changes}
        self._errand.trace.created(Audience._base_manager.bulk_create(new.values()))
        self._errand.trace.changing(Audience, [audience.pk for audience in revised.values()])
        Audience.objects.bulk_update(
            revised.values(), [name for name in self._errand.fields if name != "name"]
        )
        Event.record_all(
            [self._entry(events.AUDIENCE_ESTIMATED, audience, {}) for audience in new.values()]
            + [
                self._entry(events.AUDIENCE_REVISED, audience, before[key])
                for key, audience in revised.items()
            ]
        )
        posted = dict.fromkeys(new, True) | dict.fromkeys(revised, False)
        return [verdict_on(row.key, posted) for row in rows]

    def forget(self) -> None:
        """Nothing is remembered from chunk to chunk."""

    def settle(self) -> None:
        """An audience belongs to no customer's timeline."""

    def _entry(self, kind: EventKind, audience: Audience, before: dict[str, Any]) -> Entry:
        return Entry(
            kind=kind,
            subject=audience,
            by=self._errand.by,
            at=self._errand.at,
            data={"name": audience.name, "size": audience.size_estimate},
            before=_told(before) if before else None,
            after=_told({name: getattr(audience, name) for name in before}) if before else None,
        )


def _revise(audience: Audience, values: dict[str, Any]) -> dict[str, Any]:
    """Give the audience these values; what differed before."""
    before = {
        name: getattr(audience, name) for name, value in values.items() if getattr(audience, name) != value
    }
    for name in before:
        setattr(audience, name, values[name])
    return before


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
