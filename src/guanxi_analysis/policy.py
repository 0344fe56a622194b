"""The rules of a ranking as a versioned data file (domain.md D16, D17, D135)."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from guanxi_analysis.errors import InvalidPolicy

TIERS = ("platinum", "gold", "iron", "lead")
WHOLE_PPM = 1_000_000
LONGEST_WINDOW_DAYS = 36_600

_KEYS = ("name", "version", "window_days", "minimum_ranked", "tier")


@dataclass(frozen=True, slots=True)
class TierCut:
    """A tier and how far down it reaches: to rank ``ceil(n × up_to_ppm / 1,000,000)``."""

    tier: str
    up_to_ppm: int

    def last_rank(self, ranked: int) -> int:
        """The last rank of the tier among `ranked` customers, rounded up in whole numbers (D16)."""
        return -(-ranked * self.up_to_ppm // WHOLE_PPM)


@dataclass(frozen=True, slots=True)
class TierPolicy:
    """One version of the tier rules; `minimum_ranked` is the N below which no tier is given (D17)."""

    name: str
    version: int
    window_days: int
    minimum_ranked: int
    cuts: tuple[TierCut, ...]

    def canonical(self) -> str:
        """The rules as one line of JSON, equal for equal rules however the file was laid out."""
        rules = {
            "name": self.name,
            "version": self.version,
            "window_days": self.window_days,
            "minimum_ranked": self.minimum_ranked,
            "tier": [{"name": cut.tier, "up_to_ppm": cut.up_to_ppm} for cut in self.cuts],
        }
        return json.dumps(rules, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def shipped_policy() -> TierPolicy:
    """The policy that comes with the product, ``policies/value-tiers-1.toml``."""
    text = files("guanxi_analysis").joinpath("policies", "value-tiers-1.toml").read_text(encoding="utf-8")
    return policy_of(tomllib.loads(text))


def read_policy(path: Path) -> TierPolicy:
    """Read a policy file. Raises InvalidPolicy when it cannot be read or breaks a rule of `policy_of`."""
    try:
        rules = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        detail = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise InvalidPolicy("policy_unreadable", path=str(path), detail=detail) from error
    except tomllib.TOMLDecodeError as error:
        raise InvalidPolicy("policy_not_toml", path=str(path), detail=str(error)) from error
    return policy_of(rules)


def policy_of(rules: Mapping[str, Any]) -> TierPolicy:
    """Build a policy from its entries: name, version, window_days, minimum_ranked, tier (a list).

    Raises InvalidPolicy for an entry that is missing, unknown or out of range, for tiers other than the
    four in their order, and for cuts that do not grow to 1,000,000.
    """
    for key in _KEYS:
        if key not in rules:
            raise InvalidPolicy("policy_missing", key=key)
    for key in rules:
        if key not in _KEYS:
            raise InvalidPolicy("policy_unknown", key=key)
    if not isinstance(rules["name"], str):
        raise InvalidPolicy("policy_not_text", key="name", value=rules["name"])
    return TierPolicy(
        name=rules["name"],
        version=_whole("version", rules["version"], low=1, high=1_000_000),
        window_days=_whole("window_days", rules["window_days"], low=1, high=LONGEST_WINDOW_DAYS),
        minimum_ranked=_whole("minimum_ranked", rules["minimum_ranked"], low=1, high=1_000_000),
        cuts=_cuts_of(rules["tier"]),
    )


def _cuts_of(tiers: object) -> tuple[TierCut, ...]:
    entries = tiers if isinstance(tiers, Sequence) and not isinstance(tiers, str) else []
    found = [entry.get("name") if isinstance(entry, Mapping) else entry for entry in entries]
    if tuple(found) != TIERS:
        raise InvalidPolicy("policy_tiers", expected=", ".join(TIERS), found=", ".join(map(str, found)))
    cuts = []
    reached = 0
    for entry in entries:
        if unknown := sorted(set(entry) - {"name", "up_to_ppm"}):
            raise InvalidPolicy("policy_unknown", key=f"tier.{unknown[0]}")
        key = f"tier.{entry['name']}.up_to_ppm"
        reach = _whole(key, entry.get("up_to_ppm"), low=1, high=WHOLE_PPM)
        is_last = entry["name"] == TIERS[-1]
        if reach <= reached or is_last != (reach == WHOLE_PPM):
            raise InvalidPolicy("policy_cuts_fall", tier=entry["name"], value=reach)
        cuts.append(TierCut(tier=entry["name"], up_to_ppm=reach))
        reached = reach
    return tuple(cuts)


def _whole(key: str, value: object, *, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise InvalidPolicy("policy_out_of_range", key=key, low=low, high=high, value=value)
    return value
