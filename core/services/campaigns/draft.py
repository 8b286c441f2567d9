"""A first message to a creator that names a post of theirs which fits the brand."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date

from core.domain.brand import BrandProfile
from core.errors import NotFoundError, StoreError
from core.formats import is_missing, platform_label
from core.queries import creators
from core.services.matching.closest_posts import closest_posts
from core.services.matching.query import MatchQuery, query_vector
from core.services.session import BuildSession
from core.workspace.campaigns import Member

_LOG = logging.getLogger(__name__)
ENGLISH, GERMAN = "en", "de"
_QUOTED_CHARACTERS = 90
_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """Attributes:
    text: the message, ready to be changed; nothing sends it.
    language: 'de' when the creator writes German, else 'en'.
    post_id: of the post it names; '' when no post is close to the brand.
    """

    text: str
    language: str
    post_id: str


def draft_message(session: BuildSession, brand: BrandProfile | None, member: Member) -> Draft:
    """A message in plain English, or in German to a creator who writes German.

    Args:
        brand: of the campaign; without one the message leaves a gap to fill.
        member: also one that the build does not know, for whom no post is named.
    """
    try:
        language = creators.creator(session.con, member.influencer_id).language
    except NotFoundError:
        language = None
    is_german = language == GERMAN
    post = closest_post(session, None if brand is None else MatchQuery(brand), member.influencer_id)
    parts = _german(brand, member, post) if is_german else _english(brand, member, post)
    return Draft("\n\n".join(parts), GERMAN if is_german else ENGLISH, post.post_id if post else "")


@dataclass(frozen=True)
class QuotedPost:
    """Attributes:
    quote: its longest sentence, see `quotable`.
    day: None when not known.
    similarity_score: with the brand or brief, cosine x 100.
    """

    post_id: str
    quote: str
    day: date | None
    similarity_score: float


def closest_post(
    session: BuildSession, query: MatchQuery | None, influencer_id: str
) -> QuotedPost | None:
    """The post of a creator that is closest to a brand or a brief.

    None without such a post, without a query, and for a build without vectors.
    """
    if query is None or not query.text.strip():
        return None
    try:
        posts = closest_posts(
            session, influencer_id, query.text, query_vector(session, query), limit=1
        )
    except StoreError:
        _LOG.info("no post to quote: the build has no vectors", exc_info=True)
        return None
    if posts.empty:
        return None
    row = posts.iloc[0]
    quote = quotable(row["caption"])
    day = None if is_missing(row["posted_at"]) else row["posted_at"]
    return (
        QuotedPost(str(row["post_id"]), quote, day, float(row["similarity_score"]))
        if quote
        else None
    )


def quotable(caption: str) -> str:
    """The longest sentence of a caption, which says most, without tags, links and emoji.

    Cut at a word when it is long; '' for a caption without words.
    """
    text = re.sub(r"https?://\S+|[#@][\w.]+", " ", caption)
    text = re.sub(r"[^\w\s.,;:!?'’\"()%&/€$£-]", " ", text)
    text = re.sub(r"\s+(?=[.,;:!?])", "", text)
    plain = " ".join(text.replace('"', "'").split())
    text = max(re.split(r"(?<=[.!?])\s+", plain), key=len).strip(" -.,;:")
    if len(text) <= _QUOTED_CHARACTERS:
        return text
    return text[:_QUOTED_CHARACTERS].rsplit(" ", 1)[0].rstrip(" ,.;:-") + "…"


def _first_name(member: Member) -> str:
    words = re.findall(r"[^\W\d_]{2,}", member.name)
    return words[0] if words else f"@{member.handle}"


def _english(brand: BrandProfile | None, member: Member, post: QuotedPost | None) -> list[str]:
    name = brand.name if brand else "[brand]"
    where = platform_label(member.platform) or "your channel"
    seen = f"I came across your posts on {where}"
    if post is not None:
        on = f" of {post.day.day} {post.day:%B}" if post.day is not None else ""
        seen = f'I came across your post{on} on {where}: "{post.quote}"'
    posts = "one post" if member.posts_count == 1 else f"{member.posts_count} posts"
    return [
        f"Hi {_first_name(member)},",
        f"I work with {name}. {seen}. It is close to what {name} stands for, so I am writing to "
        "you.",
        f"We are planning a campaign and would like to work with you on {posts}. Are you "
        "interested? If so, what would that cost, and which weeks would suit you?",
        "You keep your own words and style; posts are marked as advertising.",
        f"Best regards,\n[your name], {name}",
    ]


def _german(brand: BrandProfile | None, member: Member, post: QuotedPost | None) -> list[str]:
    name = brand.name if brand else "[Marke]"
    where = platform_label(member.platform) or "deinem Kanal"
    seen, fits = f"mir sind deine Beiträge auf {where} aufgefallen", "Sie passen"
    if post is not None:
        on = f" vom {post.day.day}. {_MONTHS[post.day.month - 1]}" if post.day is not None else ""
        seen = f"mir ist dein Beitrag{on} auf {where} aufgefallen: „{post.quote}“"
        fits = "Er passt"
    posts = "einen Beitrag" if member.posts_count == 1 else f"{member.posts_count} Beiträge"
    return [
        f"Hallo {_first_name(member)},",
        f"{seen}. {fits} gut zu {name}, deshalb schreibe ich dir.",
        f"Wir planen eine Kampagne und möchten gern {posts} mit dir machen. Hast du Interesse? "
        "Wenn ja: Was würde das kosten, und welche Wochen passen dir?",
        "Worte und Stil bleiben deine; die Beiträge werden als Werbung gekennzeichnet.",
        f"Viele Grüße\n[dein Name], {name}",
    ]
