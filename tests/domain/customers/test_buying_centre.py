"""The gravest gap in a buying centre (D4), without a database."""

import pytest

from guanxi.domain.customers.rules import BuyingCentreRisk, buying_centre_risk


@pytest.mark.parametrize(
    ("purpose", "roles", "risk"),
    [
        ("commercial", [], BuyingCentreRisk.NO_CONTACT),
        ("commercial", [["decider"]], BuyingCentreRisk.SINGLE_THREAD),
        ("commercial", [["user"], ["payer", "influencer"]], BuyingCentreRisk.NO_DECIDER),
        ("commercial", [["user"], ["payer", "decider"]], None),
        ("consumer", [], None),
        ("internal", [["user"]], None),
    ],
)
def test_the_gravest_gap_is_named(
    purpose: str, roles: list[list[str]], risk: BuyingCentreRisk | None
) -> None:
    assert buying_centre_risk(purpose=purpose, roles_by_contact=roles) == risk
