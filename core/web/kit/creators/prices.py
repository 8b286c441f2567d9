"""The price of a creator: as listed, else estimated, and never one for the other."""

from __future__ import annotations

from dataclasses import dataclass

from core.formats import MISSING
from core.models.prices.estimates import OTHER_FORMAT
from core.models.prices.words import (
    ESTIMATE_HELP,
    PRICE_HELP,
    estimate_range,
    estimate_words,
    listed_words,
    post_price_parts,
)
from core.queries.creators import Creator
from core.queries.prices.estimates import PriceEstimate, creator_estimates
from core.web.kit.cached import cached_read
from core.web.kit.widgets import Metric

_FORMS = {"post": "one post", "story": "one story"}


def price_metric(build: str, creator: Creator) -> Metric:
    """What a post costs, the story beside it: the listed price, else the estimate of a post."""
    estimates = cached_read(creator_estimates, build, creator.influencer_id)
    post = _of_post(estimates)
    is_estimated = creator.post_price is None and post is not None
    if is_estimated and post is not None:
        why = " ".join((_why(post), *_others(estimates, post)))
    else:
        why = " ".join((PRICE_HELP, *map(_beside, estimates)))
    # A large figure has no room for the word behind it: '€28,000-110,000 estimated'.
    price = post_price(build, creator)
    story = "" if creator.story_price is None else f"story {listed_words(creator.story_price)}"
    note = ", ".join(part for part in (price.basis, story) if part)
    return Metric("Price per post", price.amount, note or "none listed", help=why)


@dataclass(frozen=True)
class PostPrice:
    """What one post costs: EUR, the same at both ends where it is listed; None when unknown.

    Attributes:
        amount, basis: of every list, see `post_price_parts`.
    """

    low: float | None = None
    high: float | None = None
    amount: str = MISSING
    basis: str = ""

    @property
    def words(self) -> str:
        """Both, as in every list: '€900 listed'."""
        return f"{self.amount} {self.basis}".strip()


def post_price(build: str, creator: Creator) -> PostPrice:
    """What one post costs: as listed, else estimated."""
    post = _of_post(cached_read(creator_estimates, build, creator.influencer_id))
    low, high = (None, None) if post is None else (post.low, post.high)
    amount, basis = post_price_parts(
        {"post_price": creator.post_price, "estimated_low": low, "estimated_high": high}
    )
    if creator.post_price is not None:
        low = high = creator.post_price
    return PostPrice(low, high, amount, basis)


def _of_post(estimates: tuple[PriceEstimate, ...]) -> PriceEstimate | None:
    return next((estimate for estimate in estimates if estimate.form == "post"), None)


def _why(estimate: PriceEstimate) -> str:
    if not estimate.is_widened:
        return f"{ESTIMATE_HELP} Range from {estimate.peers_count:,} prices of the same tier."
    return f"{ESTIMATE_HELP} Few like this one list a price, so the range is wider than usual."


def _others(estimates: tuple[PriceEstimate, ...], but: PriceEstimate) -> list[str]:
    return [
        f"{_FORMS[estimate.form].capitalize()}: {estimate_words(estimate.low, estimate.high)}."
        for estimate in estimates
        if estimate is not but
    ]


def _beside(estimate: PriceEstimate) -> str:
    """How a listed price lies beside the estimate that has not seen it, or the estimate itself."""
    form = _FORMS[estimate.form]
    if estimate.listed is None:
        by = " by its other price" if estimate.basis == OTHER_FORMAT else ""
        words = estimate_words(estimate.low, estimate.high)
        return f"{form.capitalize()}: none listed, {words}{by}."
    if estimate.listed > estimate.high:
        place = "more than"
    elif estimate.listed < estimate.low:
        place = "less than"
    else:
        place = "about what"
    similar = estimate_range(estimate.low, estimate.high)
    return f"For {form} it asks {place} similar creators ({similar})."
