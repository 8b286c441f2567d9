"""A brief in words: what the editor calls its constraints, and its text on one line."""

from __future__ import annotations

from core.web.kit.formats import plain

# Name in `BriefConstraints` -> what the editor calls it, in the order in which it offers them.
NAMES = {
    "count": "Number of creators",
    "niches": "Topics",
    "countries": "Countries of the creators",
    "audience_countries": "Countries of the audience",
    "languages": "Languages of the posts",
    "platforms": "Platforms",
    "tiers": "Size tiers",
    "followers_min": "Followers at least",
    "followers_max": "Followers at most",
    "engagement_percent_min": "Engagement rate at least (%)",
    "posts_per_week_min": "Posts a week at least",
    "budget": "Budget for all (EUR)",
    "price_min": "Price per post at least (EUR)",
    "price_max": "Price per post at most (EUR)",
    "hide_unusual": "Growth worth checking",
    "exclude_campaigns": "Not in campaigns",
    "exclude_countries": "Not from countries",
    "exclude_niches": "Not these topics",
}


def quoted_brief(text: str, longest: int) -> str:
    """A brief on one line in quotes, cut at a word; for a place that reads Markdown."""
    line = " ".join(text.split())
    shown = line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + "…"
    return f"“{plain(shown)}”"
