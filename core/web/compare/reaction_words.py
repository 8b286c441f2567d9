"""Who draws more reactions, in words."""

from __future__ import annotations

from typing import Any

from core.domain.probability import interval_text, probability_text
from core.domain.thresholds import EVEN_ODDS, INFLUENCE_CREATORS_MIN
from core.queries.influence import InfluenceQuality
from core.services.influence.head_to_head import Duel
from core.web.kit.formats import percent, platform_label

NO_SCORES = (
    "**Not enough data.** The comparison is trained on posts with times: at least "
    f"{INFLUENCE_CREATORS_MIN} creators with two posts in the last 30 days and something known "
    "from before. Import posts with posted_at, likes and comments, or make a new build."
)
FAVOURS = "Favours"
TASK = "draws more reactions (likes + comments) per post over the next 30 days"


def influence_text(value: float) -> str:
    """A score or an end of its range: with the digit that tells them apart, never a certainty."""
    return f"{min(max(value, 0.1), 99.9):.1f}"


def headline(name_a: str, name_b: str, duel: Duel) -> str:
    """Who is likelier to draw more reactions; names must be fit for the place."""
    ahead = duel.probability >= EVEN_ODDS
    name = name_a if ahead else name_b
    chance = duel.probability if ahead else 1 - duel.probability
    low, high = (duel.low, duel.high) if ahead else (1 - duel.high, 1 - duel.low)
    if duel.is_too_close:
        return (
            f"Too close to call: {probability_text(chance)} for {name}, and the interval "
            f"({interval_text(low, high)}) includes 50%"
        )
    interval = interval_text(low, high)
    shown = probability_text(chance)
    bracket = "" if interval == shown else f" ({interval})"
    return f"{name} is more likely to draw more reactions: {shown}{bracket}"


def training_words(quality: InfluenceQuality) -> str:
    """What it is learned from, and how well it does on creators not seen."""
    if quality.accuracy is None:
        return "How well it does was not measured on this build."
    words = (
        f"Trained on {quality.creators_count:,} creators of this build: what was known 30 days "
        f"before the newest post, and who then drew more reactions per post. For held-out pairs "
        f"of creators it named the right one in {percent(quality.accuracy, 0)}"
    )
    if quality.alike_accuracy is not None and quality.followers_accuracy is not None:
        words += (
            f"; for pairs of one platform and about the same size in "
            f"{percent(quality.alike_accuracy, 0)}, where counting followers names "
            f"{percent(quality.followers_accuracy, 0)}"
        )
    return (
        words + ". Reactions come from your files; sales, taste and brand fit are not considered."
    )


def side_labels(a: dict[str, Any], b: dict[str, Any]) -> tuple[str, str]:
    """Headers of the two sides, which differ even when both have one handle.

    Args:
        a, b: rows with handle, platform and influencer_id.
    """
    labels = [f"@{row['handle']}" for row in (a, b)]
    if labels[0] == labels[1]:
        labels = [f"@{row['handle']} ({platform_label(row['platform'])})" for row in (a, b)]
    if labels[0] == labels[1]:
        labels = [f"@{row['handle']} ({row['influencer_id']})" for row in (a, b)]
    return labels[0], labels[1]
