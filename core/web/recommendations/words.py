"""The sentences of the Recommendations page that say what a list or a score rests on."""

from __future__ import annotations

from core.domain.fit_bands import better_than
from core.domain.interactions import CAMPAIGN, COLLABORATION, CONTACT, INFO, VIEW
from core.domain.thresholds import KNOWN_BRAND_CHOICES, RULE_POINTS_WORDS
from core.services.recommending.recommending import RecommendPage
from core.web.kit.formats import is_missing, plain

# part -> label, what it is.
PART_WORDS = {
    "trained": ("Learned", "from what this brand and brands like it did"),
    "semantic": ("Texts", "similarity of the brand's text and what the creator writes"),
    "points": ("Rule points", RULE_POINTS_WORDS),
}
DONE_WORDS = {
    "": "looked at",
    VIEW: "looked at",
    INFO: "looked into",
    CONTACT: "contacted",
    CAMPAIGN: "was in a campaign",
    COLLABORATION: "agreed with",
}
BASIS_HELP = (
    f"From {KNOWN_BRAND_CHOICES} choices on, a brand is ranked by the trained model alone. Before "
    "that, the model, text similarity and rule points are put on one scale and added, with weights "
    "measured on held-out brands. What the brand does here counts at once; the next build trains "
    "on everything again. For quality, see Model report."
)


def place_words(share: float) -> str:
    """A place among all creators, which never rounds up to all of them."""
    if is_missing(share):
        return "not known"
    if share >= 1:
        return "best of all"
    return f"above {better_than(share)}%"


def basis_words(page: RecommendPage) -> str:
    """What the list rests on, and what it falls back to."""
    if not page.learns:
        return (
            "There are too few interactions to learn from: ranked by similarity of the texts and "
            "rule points. What you do here is kept and learned from by the next build."
        )
    since = f", and {page.new_count:,} since this build" if page.new_count else ""
    if page.known_count:
        noun = "creator" if page.known_count == 1 else "creators"
        return (
            f"Learned from {page.known_count:,} {noun} that this brand looked at, contacted or "
            f"worked with{since}, and from what other brands did."
        )
    own_choices = f", moved by {page.new_count:,} of its own choices" if page.new_count else ""
    placed = "not comparable with other brands yet"
    if page.like_brands:
        names = ", ".join(plain(name) for name in page.like_brands[:3])
        placed = f"it starts from the most similar brands ({names})"
    weights = page.weights
    return (
        f"A new brand: {placed}{own_choices}. Weights: learned {weights.trained:.2g}, texts "
        f"{weights.semantic:.2g}, rule points {weights.points:.2g}."
    )
