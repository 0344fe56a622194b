"""The policy file: the shipped one, and what another one has to say."""

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from guanxi_analysis import InvalidPolicy, policy_of, read_policy, shipped_policy

SHIPPED = files("guanxi_analysis").joinpath("policies", "value-tiers-1.toml").read_text(encoding="utf-8")


def rules(**changes: Any) -> dict[str, Any]:
    return {**tomllib.loads(SHIPPED), **changes}


def tiers(*reaches: int) -> list[dict[str, object]]:
    names = ("platinum", "gold", "iron", "lead")
    return [{"name": name, "up_to_ppm": reach} for name, reach in zip(names, reaches, strict=True)]


def test_the_shipped_policy_is_that_of_d16_and_d17() -> None:
    policy = shipped_policy()

    assert [(cut.tier, cut.up_to_ppm) for cut in policy.cuts] == [
        ("platinum", 10_000),
        ("gold", 50_000),
        ("iron", 200_000),
        ("lead", 1_000_000),
    ]
    assert (policy.version, policy.window_days, policy.minimum_ranked) == (1, 365, 20)


def test_a_policy_file_is_read_and_equal_rules_have_one_canonical_text(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        "# 自己的\n" + "\n".join(reversed(SHIPPED.partition("[[tier]]")[0].splitlines())) + "\n", "utf-8"
    )
    with path.open("a", encoding="utf-8") as file:
        file.write("[[tier]]" + SHIPPED.partition("[[tier]]")[2])

    assert read_policy(path).canonical() == shipped_policy().canonical()
    assert policy_of(rules(version=2)).canonical() != shipped_policy().canonical()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"window_days": 0}, "window_days must be a whole number from 1 to 36600, not 0"),
        ({"window_days": 36.5}, "window_days must be a whole number"),
        ({"version": True}, "version must be a whole number"),
        ({"minimum_ranked": "20"}, "minimum_ranked must be a whole number"),
        ({"name": 7}, "name must be text, not 7"),
        ({"tiers": []}, "an entry nobody reads: tiers"),
        ({"tier": "platinum"}, "must list the tiers platinum, gold, iron, lead in this order"),
        ({"tier": tiers(1, 2, 3, 1_000_000)[:3]}, "must list the tiers"),
        ({"tier": list(reversed(tiers(1, 2, 3, 1_000_000)))}, "not lead, iron, gold, platinum"),
        (
            {"tier": tiers(10_000, 10_000, 200_000, 1_000_000)},
            "must grow from tier to tier .*; gold has 10000",
        ),
        ({"tier": tiers(10_000, 50_000, 200_000, 900_000)}, "end at 1000000; lead has 900000"),
        ({"tier": tiers(10_000, 50_000, 1_000_000, 1_000_000)}, "iron has 1000000"),
        ({"tier": tiers(0, 50_000, 200_000, 1_000_000)}, r"tier.platinum.up_to_ppm must be a whole number"),
        ({"tier": [{"name": "platinum", "upto": 1}, *tiers(1, 2, 3, 10**6)[1:]]}, "nobody reads: tier.upto"),
    ],
)
def test_rules_that_make_no_sense_are_refused_by_name(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidPolicy, match=message):
        policy_of(rules(**changes))


def test_a_missing_rule_is_named() -> None:
    incomplete = rules()
    del incomplete["window_days"]

    with pytest.raises(InvalidPolicy, match="The policy has no window_days"):
        policy_of(incomplete)


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read: No such file"), (b"\xff", "cannot be read"), (b"= 1", "not TOML")],
)
def test_a_file_that_is_no_policy_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "own.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InvalidPolicy, match=message):
        read_policy(path)
