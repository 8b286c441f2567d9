"""Size tiers of creators."""

from __future__ import annotations

from dataclasses import dataclass

BELOW_NANO = "below nano"


@dataclass(frozen=True)
class Tier:
    """Creators with at least `followers_min` and fewer than the next tier's minimum."""

    name: str
    followers_min: int


# The usual commercial bounds; sources differ, so they stand in one place only.
TIERS: tuple[Tier, ...] = (
    Tier("nano", 1_000),
    Tier("micro", 10_000),
    Tier("mid", 50_000),
    Tier("macro", 500_000),
    Tier("mega", 1_000_000),
)
TIER_NAMES: tuple[str, ...] = (BELOW_NANO, *(tier.name for tier in TIERS))


def tier_of(followers_count: int | None) -> str | None:
    """Name of the tier; None when the count is unknown."""
    if followers_count is None:
        return None
    name = BELOW_NANO
    for tier in TIERS:
        if followers_count >= tier.followers_min:
            name = tier.name
    return name


def tier_sql(column: str) -> str:
    """A SQL expression that gives the tier's name for a count column (NULL stays NULL)."""
    cases = " ".join(
        f"WHEN {column} >= {tier.followers_min} THEN '{tier.name}'" for tier in reversed(TIERS)
    )
    return f"CASE WHEN {column} IS NULL THEN NULL {cases} ELSE '{BELOW_NANO}' END"
