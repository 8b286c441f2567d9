"""A brief read with the topics and niches of this installation, and a brief with one change."""

from __future__ import annotations

from collections.abc import Mapping

from core.domain.brand import BrandProfile
from core.features.brief.changes.change import changed
from core.features.brief.parse import ParsedBrief, parse_brief
from core.features.brief.phrases import phrase
from core.models.niches.taxonomy import own_taxonomy, read_taxonomy
from core.queries.choices import FilterChoices, filter_choices
from core.services.ranking.topics import said_words, words_of_brief
from core.services.session import BuildSession

__all__ = [
    "ParsedBrief",
    "changed",
    "load_word_lists",
    "phrase",
    "ranked_by",
    "read_brief",
    "topic_names",
    "topic_of_niche",
    "unmentioned",
    "unmentioned_words",
]


def read_brief(session: BuildSession, text: str) -> ParsedBrief:
    """The constraints of a brief, with the topics and the niches that this installation knows."""
    return parse_brief(text, topic_names(session))


def topic_names(
    session: BuildSession, choices: FilterChoices | None = None
) -> dict[str, tuple[str, ...]]:
    """Topic, or a niche that is named by no topic -> what a brief calls it.

    A niche that people renamed goes by both names.

    Args:
        choices: of the build, where they are known already.
    """
    names = read_taxonomy(own_taxonomy(session.settings.data_dir)).names
    choices = filter_choices(session.con) if choices is None else choices
    for niche_id, niche in choices.found_niches.items():
        topic = topic_of_niche(niche, names)
        if topic is None:
            topic = niche
            names[niche] = (niche.lower(),)
        if choices.niches[niche_id] != niche:
            names[topic] = (*names[topic], choices.niches[niche_id].lower())
    return names


def topic_of_niche(niche: str, names: Mapping[str, tuple[str, ...]]) -> str | None:
    """The topic that a niche is named by: 'Travel' for 'Travel: island'; None for its own words."""
    label = niche.split(":", maxsplit=1)[0]
    if label in names:
        return label
    stem = label.rstrip("0123456789").strip()
    return stem if stem in names else None


def load_word_lists() -> None:
    """Reads the names of countries, cities and topics ahead: a second that no brief then takes."""
    parse_brief("8 creators in Berlin or Munich, budget 500 euros", read_taxonomy().names)


def ranked_by(meaning: str, brand: BrandProfile | None) -> str:
    """What ranks the list and the plan, as a sentence.

    Args:
        meaning: of the brief.
        brand: whose brief it is; None for nobody's.
    """
    if meaning:
        return f"Ranked by: {meaning}."
    if brand is not None:
        return f"Ranked by what {brand.name} is about."
    return (
        "No topic is named: the list goes by engagement rate, the plan by likes and comments in "
        "total. Name a topic or a brand for a list that fits."
    )


def unmentioned_words(session: BuildSession, parsed: ParsedBrief) -> list[str]:
    """Words of the rest of a brief that no creator uses, in their order."""
    words = words_of_brief(session, parsed.leftover) if parsed.leftover else None
    return [] if words is None else [word for word in words.said if word not in words.known]


def unmentioned(words: list[str], meaning: str) -> str:
    """What words of `unmentioned_words` are good for all the same, as a sentence.

    Args:
        words: one at least.
        meaning: of the brief.
    """
    if set(said_words(meaning)) <= set(words):
        return (
            "No creator mentions a word of it, so the order rests on a guess at its meaning: check "
            "that those listed fit."
        )
    counts = "they count only through their" if len(words) > 1 else "it counts only through its"
    return f"No creator mentions {', '.join(words)}, so {counts} meaning."
