"""Campaigns that come in by file: what was spent on an audience, and how many answered (D233, D234)."""

from collections.abc import Sequence

from guanxi.domain.audiences import events
from guanxi.domain.audiences.models import Audience, Campaign
from guanxi.domain.customers.fact_file import FactFile, provided
from guanxi.domain.customers.fact_ledger import Book, Fact
from guanxi.domain.intake import limits
from guanxi.domain.intake.errand import Errand
from guanxi.domain.intake.fields import Field, FileKind, Reading
from guanxi.domain.intake.rows import ReadRow, Verdict, rejected

_LONGEST_WINDOW_DAYS = 3_660
_WINDOW = Field(Reading.COUNT, required=True, largest=_LONGEST_WINDOW_DAYS)
KIND = FileKind(
    name="campaigns",
    key="name",
    fields={
        "name": Field(Reading.TEXT, required=True, longest=120, refuses_contact_data=True),
        "name_en": Field(Reading.TEXT, longest=200, refuses_contact_data=True),
        "audience": Field(Reading.TEXT, required=True, longest=200),
        "started_on": Field(Reading.DAY, required=True),
        "ended_on": Field(Reading.DAY, required=True),
        "responses": Field(Reading.COUNT, required=True, largest=limits.LARGEST_COUNT),
        "cost": Field(Reading.MONEY, required=True),
        "currency": Field(Reading.CURRENCY, required=True),
        "register_within_days": _WINDOW,
        "ship_within_days": _WINDOW,
        "evidence": Field(Reading.TEXT, required=True, longest=200, refuses_contact_data=True),
    },
)
_PLAIN = ("name_en", "started_on", "ended_on", "responses", "currency", "evidence")


class CampaignFile(FactFile):
    """The writer of campaign rows for one import."""

    book = Book(
        model=Campaign,
        identity=("name",),
        day="started_on",
        imported=None,
        corrected=events.CAMPAIGN_CORRECTED,
        labels={"audience_id": "audience__name"},
    )

    def __init__(self, errand: Errand) -> None:
        super().__init__(errand)
        self._audiences: dict[str, int] = {}

    def look_up(self, rows: Sequence[ReadRow]) -> None:
        """Find the audiences that the campaigns were meant for."""
        names = {row.values["audience"] for row in rows}
        found = Audience.objects.everything("a campaign may be meant for any audience").filter(name__in=names)
        self._audiences = dict(found.values_list("name", "pk"))

    def objection(self, row: ReadRow) -> Verdict | None:
        audience, began, ended = (row.values[name] for name in ("audience", "started_on", "ended_on"))
        if audience not in self._audiences:
            return rejected("audience", "unknown_audience", name=audience)
        if ended < began:
            return rejected("ended_on", "before_beginning", day=ended.isoformat(), began=began.isoformat())
        return None

    def fact(self, row: ReadRow) -> Fact:
        audience = row.values["audience"]
        windows = ("register_within_days", "ship_within_days")
        return Fact(
            key=row.key,
            name=row.key,
            customer_id=None,
            attributes={
                "name": row.key,
                "audience_id": self._audiences[audience],
                "cost_minor": row.values["cost"],
                **provided(row, (*_PLAIN, *windows)),
            },
            labels={"audience_id": audience},
        )

    def forget(self) -> None:
        self._audiences = {}
