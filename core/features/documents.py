"""What the encoder reads of a creator or a brand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.brand import BrandProfile
from core.features.text import clean_text

LONGEST_CHARS = 600  # more than the encoder's 128 tokens in most languages


def creator_document(
    bio: str | None, captions: Iterable[str | None], *, max_chars: int = 400
) -> str:
    """One short text for a creator: the bio, then captions until `max_chars`.

    Each caption gives at most half of the room, so that one long post does not speak for all.
    """
    parts = []
    left = max_chars
    for number, raw in enumerate([bio, *captions]):
        if left <= 0:
            break
        text = clean_text(raw)
        if not text:
            continue
        share = left if number == 0 else min(left, max_chars // 2)
        parts.append(cut_at_word(text, share))
        left -= len(parts[-1]) + 2
    return ". ".join(parts)


def cut_at_word(text: str, max_chars: int) -> str:
    """The start of a text, at most `max_chars` long, cut between words where possible."""
    if len(text) <= max_chars:
        return text
    head = text[:max_chars]
    space = head.rfind(" ")
    return head[:space] if space > max_chars // 2 else head


def brand_text(
    name: str, description: str | None, category: str | None, keywords: list[str] | None
) -> str:
    """What a brand is matched by: description and keywords; name and category without them."""
    words = ", ".join(word for word in keywords or [] if word)
    parts = [text for text in (clean_text(description), clean_text(words)) if text]
    if not parts:
        parts = [text for text in (clean_text(name), clean_text(category)) if text]
    return cut_at_word(". ".join(parts), LONGEST_CHARS)


def profile_text(brand: BrandProfile) -> str:
    """What a brand is matched by, as `brand_text`; '' when the brand says nothing of itself."""
    return brand_text(
        brand.name, brand.description or None, brand.category or None, list(brand.keywords)
    )


def substitute_text(category: str | None, tags: list[str] | None) -> str:
    """Text of a creator who has neither bio nor captions: hashtags and the given category."""
    parts = [clean_text(" ".join(f"#{tag}" for tag in tags or [])), clean_text(category)]
    return cut_at_word(". ".join(part for part in parts if part), LONGEST_CHARS)


@dataclass(frozen=True)
class CreatorText:
    """What a creator wrote: bio and newest captions, and what may stand in for them."""

    bio: str | None
    category: str | None
    hashtags: list[str] | None
    captions: list[str]

    def document(self, max_chars: int) -> str:
        """One short clean text; hashtags and category only when there is nothing else."""
        text = creator_document(self.bio, self.captions, max_chars=max_chars)
        return text or substitute_text(self.category, self.hashtags)

    def parts(self) -> list[str]:
        """Bio and captions as given; hashtags and category only when there is nothing else."""
        texts = [part for part in (self.bio, *self.captions) if part]
        return texts or [substitute_text(self.category, self.hashtags)]
