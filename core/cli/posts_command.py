"""`posts`: a table of posts in, what each one says out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pandas as pd
import typer

from core.cli.running import DataOption, JsonOption, command
from core.errors import InputFileError
from core.features.text import listed_hashtags
from core.models.posts_text.entities import KnownNames
from core.models.posts_text.safety import safety_words
from core.pipeline.steps.post_texts import own_safety_list, read_captions
from core.store.export import check_ending, write
from core.store.ingest.reading import small_table

_POST = ("post_id", "id", "influencer_id", "account_id")
_CAPTION = ("caption", "captions", "text")


def register(app: typer.Typer) -> None:
    """Adds posts."""
    app.command("posts")(posts)


def posts(
    posts: Annotated[Path, typer.Option(help="CSV or Parquet with post_id and caption.")],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Analyse each post: sentiment, disclosed advertising, brand-safety words, names.

    Columns: post_id (or influencer_id) and caption; optional: language, hashtags.
    """
    with command("What posts say", data=data, as_json=as_json) as running:
        check_ending(out)
        table = _read(posts)
        captions = [
            " ".join(part for part in (caption or "", tags) if part)
            for caption, tags in zip(table["caption"], table["extra_tags"], strict=True)
        ]
        read = read_captions(
            captions,
            table["language"].tolist(),
            [None] * len(table),
            safety_words(own_safety_list(running.settings.data_dir)),
            threads=running.settings.threads,
            report=running.report,
        )
        known = KnownNames([])
        named = [known.found(caption) for caption in captions]
        read["places"] = [[one.name for one in some if one.kind == "place"] for some in named]
        read.insert(0, "post_id", table["post_id"].to_numpy())
        write(read, out, ids=("post_id",))
        counts = read["sentiment_label"].value_counts()
        tones = ", ".join(f"{name} {counts[name]:,}" for name in counts.index)
        disclosed = int(read["is_disclosed"].sum())
        unsafe = int((read["safety_words"].map(len) > 0).sum())
        running.say(f"Sentiment: {tones}.")
        running.say(f"Advertising disclosed: {disclosed:,}. Brand-safety words: {unsafe:,}.")
        running.say(f"{out}: {len(read):,} posts")
        running.finish(
            out=str(out),
            posts=len(read),
            sentiment={str(name): int(counts[name]) for name in counts.index},
            disclosed=disclosed,
            with_safety_words=unsafe,
        )


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
            f"trim(c{post}::VARCHAR)",
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
    small = caption.lower()
    return " ".join(f"#{one}" for one in listed_hashtags(tags) if f"#{one}" not in small)
