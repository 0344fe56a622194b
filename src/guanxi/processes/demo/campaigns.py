"""What the operator spent to become known: the rows of campaigns.csv (story 1)."""

from dataclasses import dataclass
from datetime import date

from guanxi.processes.demo.audiences import AUDIENCES

FAIR_DAYS = (date(2025, 2, 20), date(2025, 2, 21), date(2025, 2, 22))
# Of the 320 whose badges were scanned 288 consented; of these 36 registered, of whom 9 ship.
FAIR_CONSENTS, FAIR_REGISTERED, FAIR_SHIPPING = 288, 36, 9


@dataclass(frozen=True)
class CampaignRow:
    """One line of campaigns.csv; `responses` counts everybody, with consent or without; `cost` is yuan."""

    name: str
    name_en: str
    audience: str
    started_on: str
    ended_on: str
    responses: str
    cost: str
    currency: str
    register_within_days: str
    ship_within_days: str
    evidence: str


FAIR = CampaignRow(
    name="2025中原造纸与包装展",
    name_en="Central Plains Paper and Packaging Fair 2025",
    audience=AUDIENCES[0].name,
    started_on=FAIR_DAYS[0].isoformat(),
    ended_on=FAIR_DAYS[-1].isoformat(),
    responses="320",
    cost="48000.00",
    currency="CNY",
    register_within_days="90",
    ship_within_days="180",
    evidence="展位扫码记录与市场部报销单",
)
CAMPAIGNS = (FAIR,)
