"""Figures that nobody knows exactly: stated, documented, and for everybody to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from core.errors import ModelError


@dataclass(frozen=True)
class Assumptions:
    """Starting points of every estimate of a campaign, each with a low and a high end.

    They are rules of thumb, wide on purpose; published figures differ several times over. A team
    with results of its own should put those in.

    Attributes:
        reach_small_low, reach_small_high: share (0-1) of the followers of a creator below 50,000
            that see one post.
        reach_mid_low, reach_mid_high: the same from 50,000 to 500,000 followers.
        reach_large_low, reach_large_high: the same above.
        views_low, views_high: share (0-1) of the average views that count as being seen; stands
            in for the shares above where views are known.
        repeat_new_low, repeat_new_high: share (0-1) of those who see a further post of the same
            creator that have not seen the one before.
        overlap_low, overlap_high: share (0-1) of the summed reach that is people who follow
            several creators of the campaign.
        engagement_spread: how far likes and comments of a post may lie from the average (0-1).
        emv_like_low, emv_like_high: EUR that one like is worth.
        emv_comment_low, emv_comment_high: EUR that one comment is worth.
        emv_view_low, emv_view_high: EUR that being seen once is worth.
        price_spread: how far the final price may lie from the listed one (0-1).
        story_factor_low, story_factor_high: a post costs this many times a story, where only the
            price of a story is listed.
        cpm_low, cpm_high: EUR for 1,000 times seen, for creators without a price or an estimate.
    """

    reach_small_low: float = 0.15
    reach_small_high: float = 0.40
    reach_mid_low: float = 0.10
    reach_mid_high: float = 0.30
    reach_large_low: float = 0.05
    reach_large_high: float = 0.20
    views_low: float = 0.60
    views_high: float = 1.0
    repeat_new_low: float = 0.20
    repeat_new_high: float = 0.60
    overlap_low: float = 0.05
    overlap_high: float = 0.25
    engagement_spread: float = 0.30
    emv_like_low: float = 0.05
    emv_like_high: float = 0.20
    emv_comment_low: float = 0.30
    emv_comment_high: float = 1.20
    emv_view_low: float = 0.005
    emv_view_high: float = 0.02
    price_spread: float = 0.15
    story_factor_low: float = 1.2
    story_factor_high: float = 3.0
    cpm_low: float = 8.0
    cpm_high: float = 25.0

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            most = 1.0 if name in FRACTIONS else 1_000_000.0
            if not 0 <= value <= most:  # NaN is in no range
                raise ModelError(
                    f"Assumption '{name}': expected a number from 0 to {most:g}, found {value:g}."
                )
        for stem in PAIRS:
            low, high = getattr(self, f"{stem}_low"), getattr(self, f"{stem}_high")
            if low > high:
                raise ModelError(
                    f"Assumption '{stem}': the low end {low:g} is above the high end {high:g}. "
                    "Swap them."
                )

    @classmethod
    def from_values(cls, values: Mapping[str, float]) -> Assumptions:
        """Assumptions with these values; names that are not known any more are left out.

        Raises:
            ModelError: a value is out of range, or a low end lies above its high end.
        """
        names = {field.name for field in fields(cls)}
        return cls(**{name: float(value) for name, value in values.items() if name in names})

    def values(self) -> dict[str, float]:
        """Every assumption by name, in the order of the class."""
        return asdict(self)


PAIRS = tuple(
    field.name.removesuffix("_low") for field in fields(Assumptions) if field.name.endswith("_low")
)
FRACTIONS = frozenset(
    field.name
    for field in fields(Assumptions)
    if field.name.startswith(("reach_", "views_", "repeat_", "overlap_"))
    or field.name.endswith("_spread")
)
