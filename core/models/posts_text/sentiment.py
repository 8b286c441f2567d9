"""How captions sound: VADER for English, unknown for every other language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

SUPPORTED = ("en",)
# Thresholds of Hutto & Gilbert (2014) for the compound score.
POSITIVE, NEGATIVE = 0.05, -0.05
SOURCE = "vader"
UNKNOWN = "unknown"

_LINK = re.compile(r"https?://\S+|www\.\S+|@[\w.]+")
_HASHTAG_RUN = re.compile(r"(?:[#]\w+[\s·•.]*){2,}$")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Sentiment:
    """Attributes:
    score: -1 (negative) to 1 (positive); None when unknown.
    label: positive | neutral | negative | unknown.
    source: 'vader', or why it is unknown: 'no words' | 'language'.
    """

    score: float | None
    label: str
    source: str


def sentiment(text: str | None, language: str | None) -> Sentiment:
    """How a caption or comment sounds.

    Links, mentions and a closing run of hashtags are left out: tags such as #love say nothing
    about the post. English only; emoji count within English text, as VADER reads them by name.

    Args:
        language: ISO 639-1; None or '' when unknown, which is not judged.
    """
    body = _HASHTAG_RUN.sub("", _LINK.sub(" ", (text or "").strip())).strip()
    if len(_LETTER.findall(body)) < 3:
        return Sentiment(None, UNKNOWN, "no words")
    if language not in SUPPORTED:
        return Sentiment(None, UNKNOWN, "language")
    score = float(_analyser().polarity_scores(body.replace("#", " "))["compound"])
    label = "positive" if score >= POSITIVE else "negative" if score <= NEGATIVE else "neutral"
    return Sentiment(score, label, SOURCE)


@lru_cache(maxsize=1)
def _analyser() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
