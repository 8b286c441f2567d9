"""Sentences about what a creator is about, without jargon."""

from __future__ import annotations

from core.domain.probability import confidence_word, probability_text
from core.queries.profiles import CreatorProfile
from core.services.profiling.creator_view import NO_CATEGORIES, OLDER_BUILD

TITLE = "What this creator is about"


def missing_words(reason: str) -> str:
    """Why a creator has no profile, and what to do."""
    if reason == OLDER_BUILD:
        return (
            "Not in this build: it was made by an earlier version. Make a new build on the Data "
            "page to see it."
        )
    if reason == NO_CATEGORIES:
        return (
            "Not known: this data has no categories to learn from. Add a category for some "
            "creators, then make a new build on the Data page."
        )
    return "Not enough data: no caption or picture of this creator could be read."


def confidence_words(probability: float) -> str:
    """A probability with its word: 82%, likely."""
    return f"{probability_text(probability)}, {confidence_word(probability)}"


def runner_up_words(profile: CreatorProfile) -> str:
    """The category that comes next: next: Travel 9%; '' when there is none."""
    if profile.second_category is None or profile.second_probability is None:
        return ""
    return f"next: {profile.second_category} {probability_text(profile.second_probability)}"


def sides(profile: CreatorProfile) -> list[tuple[str, str, float]]:
    """What captions and pictures say apart: (side, category, probability) each; known ones only."""
    stated = (
        ("Captions", profile.text_category, profile.text_probability),
        ("Pictures", profile.picture_category, profile.picture_probability),
    )
    return [
        (side, category, probability)
        for side, category, probability in stated
        if category is not None and probability is not None
    ]


def sides_words(profile: CreatorProfile) -> str:
    """How captions and pictures compare, in one sentence."""
    if profile.text_category is None and profile.picture_category is None:
        return ""
    if profile.picture_category is None:
        return "No picture was read; the captions decided alone."
    if profile.text_category is None:
        return "No caption has text; the pictures decided alone."
    share = (
        ""
        if profile.picture_share is None
        else f" Pictures carry {probability_text(profile.picture_share)} of the weight."
    )
    if profile.text_category == profile.picture_category:
        return f"Captions and pictures agree.{share}"
    return f"Captions and pictures point to different categories.{share}"


def agreement_words(profile: CreatorProfile) -> str:
    """How the profile compares with the category given in the data."""
    if profile.given_category is None:
        return "Your data gives no category for this creator."
    if profile.given_category == profile.category:
        return f"Your data says {profile.given_category} too."
    return (
        f"Your data says {profile.given_category}; the posts read more like {profile.category}. "
        "Look at the posts before you decide."
    )


def few_posts_words(profile: CreatorProfile) -> str:
    """What to say of a profile made of very few posts; '' from three on."""
    if profile.posts_read >= 3:
        return ""
    posts = "one post" if profile.posts_read == 1 else f"{profile.posts_read} posts"
    return f"Based on {posts} only: treat it as a first impression."


def method_words(profile: CreatorProfile) -> str:
    """What was read, and that the creator's own given category did not decide."""
    pictures = (
        ""
        if not profile.pictures_read
        else f" and {profile.pictures_read:,} "
        + ("picture" if profile.pictures_read == 1 else "pictures")
    )
    posts = "1 post" if profile.posts_read == 1 else f"{profile.posts_read:,} posts"
    own = (
        " The category your data gives for this creator was not used to judge it."
        if profile.is_out_of_fold and profile.given_category is not None
        else ""
    )
    return f"{posts}{pictures} read. The weight is each post's share in the decision.{own}"


def post_words(category: str | None, probability: float | None) -> str:
    """What a post alone says: on its own: Travel 91%; '' when not known."""
    if category is None or probability is None:
        return ""
    return f"on its own: {category} {probability_text(probability)}"
