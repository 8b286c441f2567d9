"""Why a search found a creator, in words, with the caption that shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.formats import counted
from core.models.search.names import NamedCreator, NameMatch
from core.models.search.words import folded, joined
from core.queries.search.creators import captions, profiles
from core.services.search.creators import FoundCreators
from core.services.search.looked_for import LookedFor, looked_for, without_hashtags
from core.services.session import BuildSession

_SNIPPET_CHARS = 150
_TAGS_SHOWN, _WORDS_SHOWN = 2, 3
_Text = tuple[str, str | None]  # with its language


@dataclass(frozen=True)
class Why:
    """Attributes:
    reasons: short, strongest first.
    snippet: part of a caption or bio that holds words of the query; '' for none.
    words: words of the snippet to mark, as written there.
    """

    reasons: tuple[str, ...]
    snippet: str = ""
    words: tuple[str, ...] = ()


def reasons_of(session: BuildSession, found: FoundCreators, ids: Sequence[str]) -> dict[str, Why]:
    """Why each of some creators was found, by id.

    Args:
        ids: of creators in `found`, a page of them.
    """
    if not ids:
        return {}
    posts = captions(session.con, list(ids))
    sought = looked_for(found)
    meant = set(found.creators.loc[found.creators["meaning"].astype(bool), "influencer_id"])
    return {
        influencer_id: _why(
            found, sought, person, posts.get(influencer_id, []), found.named.get(influencer_id),
            by_meaning=influencer_id in meant,
        )
        for influencer_id, person in profiles(session.con, list(ids)).items()
    }  # fmt: skip


def _why(
    found: FoundCreators,
    sought: LookedFor,
    person: tuple[str, str, str | None, list[str]],
    posts: list[tuple[str, list[str], str | None]],
    named: NamedCreator | None,
    *,
    by_meaning: bool,
) -> Why:
    handle, name, bio, profile_tags = person
    reasons = [_name_reason(found.query.text, sought, named, handle, name)]
    reasons += _tag_reasons(sought, [tags for _, tags, _ in posts], profile_tags)
    texts = [(caption, language) for caption, _, language in posts]
    reasons += _word_reasons(sought, texts)
    if bio and sought.in_text(bio, None):
        reasons.append("in the bio")
    if by_meaning:
        reasons.append(f"close in meaning to “{found.query.text}”")
    snippet, marked = _snippet(sought, [*texts, (bio or "", None)])
    return Why(tuple(reason for reason in reasons if reason), snippet, marked)


def _name_reason(
    typed: str, sought: LookedFor, hit: NamedCreator | None, handle: str, name: str
) -> str:
    if hit is None:
        named = [written for written, _ in sought.in_text(name, None)]
        return f"name: {' '.join(named)}" if named else ""
    text, plain = joined(typed), joined(handle)
    if hit.match == NameMatch.WHOLE:
        return "handle" if plain == text else "name"
    if hit.match == NameMatch.BEGINNING:
        return "handle begins with it" if plain.startswith(text) else "name begins with it"
    if hit.match == NameMatch.INSIDE:
        return "part of the handle"
    letters = "1 letter differs" if hit.errors == 1 else f"{hit.errors} letters differ"
    return f"handle or name, {letters}"


def _tag_reasons(
    sought: LookedFor, hashtags: Iterable[Sequence[str]], profile_tags: Sequence[str]
) -> list[str]:
    counts = Counter(tag for tags in hashtags for tag in dict.fromkeys(tags) if sought.is_tag(tag))
    in_posts = [f"#{tag} in {_posts(count)}" for tag, count in _most(counts, _TAGS_SHOWN)]
    unused = [tag for tag in profile_tags if sought.is_tag(tag) and tag not in counts]
    return in_posts + [f"#{tag} in the profile" for tag in unused[: _TAGS_SHOWN - len(in_posts)]]


def _word_reasons(sought: LookedFor, texts: Sequence[_Text]) -> list[str]:
    counts: Counter[str] = Counter()
    all_count = 0
    for text, language in texts:
        here = sought.in_text(without_hashtags(text), language)
        counts.update({folded(written) for written, _ in here})
        all_count += {word for _, word in here} >= sought.typed
    if len(sought.typed) > 1 and all_count:
        return [f"all words in {_posts(all_count)}"]
    return [f"“{word}” in {_posts(count)}" for word, count in _most(counts, _WORDS_SHOWN)]


def _snippet(sought: LookedFor, texts: Sequence[_Text]) -> tuple[str, tuple[str, ...]]:
    """The part of a text with most of the words, and those to mark; the first of equals."""
    best: tuple[int, str, list[str]] = (0, "", [])
    for text, language in texts:
        here = sought.in_text(text, language)
        kinds = len({word for _, word in here})
        if here and sought.has_phrases(text):
            kinds += len(sought.typed)
        if kinds > best[0]:
            best = (kinds, text, [written for written, _ in here])
    _, text, marked = best
    if not marked:
        return "", ()
    start = max(text.find(marked[0]) - _SNIPPET_CHARS // 3, 0)
    if start:
        start = text.find(" ", start) + 1
    shown = " ".join(text[start : start + _SNIPPET_CHARS].split())
    tail = "…" if start + _SNIPPET_CHARS < len(text) else ""
    return f"{'…' if start else ''}{shown}{tail}", tuple(dict.fromkeys(marked))


def _most(counts: Counter[str], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]


def _posts(count: int) -> str:
    return counted(count, "post")
