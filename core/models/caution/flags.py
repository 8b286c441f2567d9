"""Red flags of the caution score in sentences that say what peers of the tier do.

The rule's bounds are fixed, so that most creators of some tiers pass them: a flag says little
without the usual value beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.models.caution.reasons import (
    CautionConfig,
    engagement_flag,
    growth_flag,
    spikes_flag,
)


@dataclass(frozen=True)
class TierMedians:
    """Medians of the creators of one tier in the loaded data; None when nobody has the figure.

    Attributes:
        tier: its name. engagement_percent, growth_percent: in per cent.
        spike_count: unusual days by the specified rule.
    """

    tier: str
    engagement_percent: float | None
    growth_percent: float | None
    spike_count: float | None


def flag_sentences(
    flags: Sequence[str],
    *,
    spike_count: int | None,
    engagement_percent: float | None,
    growth_percent: float | None,
    medians: TierMedians | None,
    config: CautionConfig | None = None,
) -> list[str]:
    """Each flag with the creator's own value and the median of its tier, in the order given.

    A flag stays as it is where its value is unknown, or when it is of another version.
    """
    config = config or CautionConfig()
    usual = medians or TierMedians("", None, None, None)
    sentences: dict[str, str] = {}
    if engagement_percent is not None:
        bound = config.flag_engagement_percent
        sentences[engagement_flag(config)] = (
            f"engagement {_percent_below(engagement_percent, bound)} is below the rule's {bound:g}%"
            + _usual(usual.tier, usual.engagement_percent, "%")
        )
    if growth_percent is not None:
        bound = config.flag_growth_percent
        sentences[growth_flag(config)] = (
            f"growth {growth_percent:.1f}% is above the rule's {bound:g}%"
            + _usual(usual.tier, usual.growth_percent, "%")
        )
    if spike_count is not None:
        sentences[spikes_flag(config)] = (
            f"{spike_count} unusual growth days, the rule flags {config.flag_spikes} or more"
            + _usual(usual.tier, usual.spike_count, "")
        )
    return [sentences.get(flag, flag) for flag in flags]


def _usual(tier: str, median: float | None, unit: str) -> str:
    if not tier or median is None:
        return ""
    shown = f"{median:.1f}%" if unit else f"{median:g}"
    return f"; the median of {tier} creators here is {shown}"


def _percent_below(percent: float, bound: float) -> str:
    """With as many decimals as it takes not to round up to the bound (4.97%)."""
    for decimals in range(1, 5):
        if round(percent, decimals) < bound:
            break
    return f"{percent:.{decimals}f}%"
