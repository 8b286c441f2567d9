"""The price of a creator: as listed, else estimated, and never one for the other."""

from __future__ import annotations

from core.formats import money_range
from core.models.prices.estimates import OTHER_FORMAT
from core.models.prices.words import ESTIMATE_HELP, estimate_words
from core.queries.creators import Creator
from core.queries.prices.estimates import PriceEstimate, creator_estimates
from core.web.kit.cached import cached_read
from core.web.kit.widgets import Metric

_FORMS = {"post": "one post", "story": "one story"}


def price_metric(build: str, creator: Creator) -> Metric:
    """What a post and a story cost: the listed prices, else the estimate of a post."""
    estimates = cached_read(creator_estimates, build, creator.influencer_id)
    if creator.post_price is None and creator.story_price is None:
        post = next((estimate for estimate in estimates if estimate.form == "post"), None)
        if post is not None:
            return Metric(
                "Price, estimated",
                estimate_words(post.low, post.high),
                "one post, none listed",
                help=_why(post) + "".join(f" {line}" for line in _others(estimates, post)),
            )
    return Metric(
        "Price",
        money_range(creator.story_price, creator.post_price),
        _listed_note(creator),
        help="As listed by the source, EUR."
        + "".join(f" {_beside(estimate)}" for estimate in estimates),
    )


def _listed_note(creator: Creator) -> str:
    prices = {"story": creator.story_price, "post": creator.post_price}
    known = [_FORMS[form] for form, price in prices.items() if price is not None]
    return " to ".join(known) or "no price listed"


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
    form, words = _FORMS[estimate.form], estimate_words(estimate.low, estimate.high)
    if estimate.listed is None:
        by = " by its other price" if estimate.basis == OTHER_FORMAT else ""
        return f"{form.capitalize()}: none listed, {words}{by}."
    if estimate.listed > estimate.high:
        place = "more than"
    elif estimate.listed < estimate.low:
        place = "less than"
    else:
        place = "about what"
    return f"For {form} it asks {place} similar creators ({words.removeprefix('est. ')})."
