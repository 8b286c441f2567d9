"""Sentences about what a creator is about, without jargon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.domain.probability import confidence_word, probability_text
from core.queries.profiling.profiles import CreatorProfile
from core.services.profiling.classify import CAPTIONS_MAX, PICTURES_MAX
from core.services.profiling.creator_view import NO_CATEGORIES, OLDER_BUILD
from core.web.kit.formats import counted, plain

TITLE = "What this creator is about"
CLASSIFY_TITLE = "Creator not in your data?"
CLASSIFY_QUESTION = (
    "Paste captions or add pictures of any creator to see what they are about and which creators "
    "in your data are similar. Ten or more posts give a reliable result."
)
PICTURE_TOPICS = (
    "Weaker evidence, not part of the category: topics close in meaning to the names of the "
    "objects. In tests on photographs about half of the topics shown were right."
)
NO_PICTURE_TOPIC = "No topic: the objects in the pictures point to nothing in particular."
TOO_FEW_CATEGORIES = "your data has too few categories to learn from"
CLASSIFY_PRIVACY = "Nothing is stored. Everything is gone when you clear it or close this tab."


def missing_words(reason: str) -> str:
    """Why a creator has no profile, and what to do."""
    if reason == OLDER_BUILD:
        return "Not in this build; the next one has it."
    if reason == NO_CATEGORIES:
        return (
            f"Not available: {TOO_FEW_CATEGORIES}. Give more creators with posts a category, then "
            "make a new build on the Data page."
        )
    return "Not available: no caption or picture of this creator could be read."


def confidence_words(probability: float) -> str:
    """A probability with its word: 82%, likely."""
    return f"{probability_text(probability)}, {confidence_word(probability)}"


def runner_up_words(profile: CreatorProfile) -> str:
    """The category that comes second: runner-up: Travel 9%."""
    return f"runner-up: {profile.second_category} {probability_text(profile.second_probability)}"


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
        return "No pictures were read, so only the captions count."
    if profile.text_category is None:
        return "No caption has text, so only the pictures count."
    share = f" Posts with a picture carry {probability_text(profile.picture_share)} of the weight."
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


def few_posts_words(posts_read: int) -> str:
    """What to say of a profile made of very few posts; '' from three on."""
    if posts_read >= 3:
        return ""
    posts = "one post" if posts_read == 1 else f"{posts_read} posts"
    return f"Based on {posts} only: treat it as a first impression."


def method_words(profile: CreatorProfile) -> str:
    """What was read, and that the creator's own given category did not decide."""
    read = counted(profile.posts_read, "post")
    if profile.pictures_read:
        read += f" and {counted(profile.pictures_read, 'picture')}"
    own = (
        " The category in your data was not used for this profile."
        if profile.is_out_of_fold and profile.given_category is not None
        else ""
    )
    return f"{read} read. The weight is each post's share in the decision.{own}"


def read_words(
    captions_count: int,
    pictures_count: int,
    *,
    pictures_count_too: bool = True,
    has_weights: bool = False,
) -> str:
    """How many captions and pictures were read, each a post.

    Args:
        pictures_count_too: the model reads pictures.
        has_weights: the posts stand beside it with their weights.
    """
    counts = ((captions_count, "caption"), (pictures_count, "picture"))
    read = " and ".join(counted(number, noun) for number, noun in counts if number)
    if not has_weights:
        return f"{read} read."
    unread = (
        " Pictures do not count: the model of this build was trained on captions only."
        if pictures_count and not pictures_count_too
        else ""
    )
    return (
        f"{read} read, each as one post. The weight is each post's share in the decision.{unread}"
    )


def topic_words(topic_count: int, pictures_count: int, objects: Sequence[str]) -> str:
    """What points to a topic: 2 of 3 pictures: tabby, tiger cat."""
    named = ", ".join(objects)
    if pictures_count == 1:
        return named
    return f"{topic_count} of {counted(pictures_count, 'picture')}: {named}"


def near_words(niches: Sequence[str]) -> str:
    """What stands above the nearest creators, with the niche that most of them have in common.

    Args:
        niches: of the creators listed that have one.
    """
    parts = ["Nearest by topic of their captions"]
    if niches:
        niche, number = Counter(niches).most_common(1)[0]
        if number > len(niches) / 2:
            all_or_some = "all" if number == len(niches) else f"{number} of {len(niches)}"
            parts.append(f"{all_or_some} in the niche {plain(niche)}")
    return " · ".join([*parts, "click a row to open the creator"])


def left_out_words(captions_count: int, pictures_count: int) -> str:
    """What was given beyond what is read at once; '' for nothing."""
    parts = [
        f"{counted(number, kind)} beyond the first {most}"
        for number, kind, most in (
            (captions_count, "caption", CAPTIONS_MAX),
            (pictures_count, "picture", PICTURES_MAX),
        )
        if number
    ]
    return f"Not read: {' and '.join(parts)}." if parts else ""


def post_words(category: str | None, probability: float | None) -> str:
    """What a post alone says: on its own: Travel 91%; '' when not known."""
    if category is None or probability is None:
        return ""
    return f"on its own: {category} {probability_text(probability)}"
