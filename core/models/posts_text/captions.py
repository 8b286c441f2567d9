"""What captions say: language, sentiment, disclosed advertising, brand-safety words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from core.features.language import likely_language
from core.models.posts_text.disclosure import disclosure_terms
from core.models.posts_text.safety import OWN_WORDS, SafetyWords
from core.models.posts_text.sentiment import sentiment
from core.processes import ROWS_AT_LEAST, process_pool
from core.progress import Report, silent

STEP = "posts"
_CHUNK = 5_000


def own_safety_list(data_dir: Path) -> Path | None:
    """The installation's own list of brand-safety words, when it has one."""
    file = data_dir / OWN_WORDS
    return file if file.exists() else None


def read_captions(
    captions: Sequence[str | None],
    languages: Sequence[str | None],
    usual_languages: Sequence[str | None],
    words: SafetyWords,
    *,
    threads: int = 1,
    report: Report = silent,
) -> pd.DataFrame:
    """What captions say, one row each: the columns of `post_texts` without the ids.

    Args:
        languages: language of the caption as the source says it, None when it does not.
        usual_languages: language of the creator, for captions in an unclear one; None when
            unknown.
        threads: processes that may share the work; only for many captions.
    """
    whole = list(zip(captions, languages, usual_languages, strict=True))
    parts = [whole[start : start + _CHUNK] for start in range(0, len(whole), _CHUNK)]
    rows: list[tuple[object, ...]] = []
    work = partial(_read_part, words)
    if threads > 1 and len(whole) >= ROWS_AT_LEAST:
        with process_pool(threads) as pool:
            for part in pool.map(work, parts):
                rows += part
                report(STEP, len(rows), len(whole), "reading captions")
    else:
        for chunk in parts:
            rows += work(chunk)
            report(STEP, len(rows), len(whole), "reading captions")
    return pd.DataFrame(rows, columns=list(_READ_COLUMNS))


def _read_part(
    words: SafetyWords, part: Sequence[tuple[str | None, str | None, str | None]]
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for caption, said, fallback in part:
        language = said or likely_language(caption or "") or fallback or None
        feeling = sentiment(caption, language)
        terms = disclosure_terms(caption, language)
        unsafe = words.hits(caption, language)
        rows.append(
            (
                language,
                feeling.score,
                feeling.label,
                feeling.source,
                bool(terms),
                terms,
                list(dict.fromkeys(hit.category for hit in unsafe)),
                list(dict.fromkeys(hit.word for hit in unsafe)),
            )
        )
    return rows


_READ_COLUMNS = (
    "language",
    "sentiment",
    "sentiment_label",
    "sentiment_source",
    "is_disclosed",
    "disclosure_terms",
    "safety_categories",
    "safety_words",
)
