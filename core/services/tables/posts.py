"""What the posts of any table say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from core.errors import InputFileError
from core.features.text import listed_hashtags
from core.models.posts_text.captions import own_safety_list, read_captions
from core.models.posts_text.entities import KnownNames
from core.models.posts_text.safety import safety_words
from core.progress import Report, silent
from core.settings import Settings
from core.store.ingest.reading import small_table

_POST = ("post_id", "id", "influencer_id", "account_id")
_CAPTION = ("caption", "captions", "text")


def texts_of_posts(path: Path, settings: Settings, *, report: Report = silent) -> pd.DataFrame:
    """What each post of a file says, one row per post in the order of the file.

    Returns:
        post_id, the columns of `post_texts` that a caption alone tells, and places (names).
    Raises:
        InputFileError: the file cannot be read or has no rows.
        ColumnError: post_id or caption is missing.
    """
    table = _read(path)
    captions = [
        " ".join(part for part in (caption or "", tags) if part)
        for caption, tags in zip(table["caption"], table["extra_tags"], strict=True)
    ]
    texts = read_captions(
        captions,
        table["language"].tolist(),
        [None] * len(table),
        safety_words(own_safety_list(settings.data_dir)),
        threads=settings.threads,
        report=report,
    )
    known = KnownNames([])
    entities = [known.entities(caption) for caption in captions]
    texts["places"] = [
        [entity.name for entity in of_post if entity.kind == "place"] for of_post in entities
    ]
    texts.insert(0, "post_id", table["post_id"].to_numpy())
    return texts


def _read(path: Path) -> pd.DataFrame:
    """post_id, caption, language, extra_tags (as '#a #b', '' when the caption has them).

    Raises:
        InputFileError: it cannot be read or has no rows.
        ColumnError: post_id or caption is missing.
    """
    with small_table.opened(path) as table:
        post, caption = table.place(_POST), table.place(_CAPTION)
        language, tags = table.optional(("language",)), table.optional(("hashtags",))
        rows = table.rows(
            table.id(post),
            f"c{caption}::VARCHAR",
            # 'en-US' is English.
            "NULL"
            if language is None
            else f"nullif(lower(regexp_extract(c{language}::VARCHAR, '[A-Za-z]{{2,3}}')), '')",
            "NULL" if tags is None else f"c{tags}::VARCHAR",
        )
    if not rows:
        raise InputFileError(f"{path.name}: expected rows with posts, found none.")
    frame = pd.DataFrame(rows, columns=["post_id", "caption", "language", "tags"], dtype=object)
    frame["extra_tags"] = [
        _missing_tags(caption or "", tags)
        for caption, tags in zip(frame["caption"], frame["tags"], strict=True)
    ]
    return frame


def _missing_tags(caption: str, tags: str | None) -> str:
    """Given hashtags that do not stand in the caption."""
    lower = caption.lower()
    return " ".join(f"#{tag}" for tag in listed_hashtags(tags) if f"#{tag}" not in lower)
