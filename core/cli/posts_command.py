"""`posts`: a table of posts in, what each one says out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, command
from core.formats import counted
from core.services.tables.posts import texts_of_posts
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds posts."""
    app.command("posts")(posts)


def posts(
    posts: Annotated[Path, typer.Option(help="CSV, XLSX or Parquet with post_id and caption.")],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Analyse each post: sentiment, disclosed advertising, brand-safety words, names.

    Columns: post_id (or influencer_id) and caption; optional: language, hashtags.
    """
    with command("What posts say", data=data, as_json=as_json) as running:
        check_ending(out)
        texts = texts_of_posts(posts, running.settings, report=running.report)
        write(texts, out, ids=("post_id",))
        counts = texts["sentiment_label"].value_counts()
        tones = ", ".join(f"{name} {counts[name]:,}" for name in counts.index)
        disclosed = int(texts["is_disclosed"].sum())
        unsafe = int((texts["safety_words"].map(len) > 0).sum())
        running.say(f"Sentiment: {tones}.")
        running.say(f"Advertising disclosed: {disclosed:,}. Brand-safety words: {unsafe:,}.")
        running.say(f"{out}: {counted(len(texts), 'post')}")
        running.finish(
            out=str(out),
            posts=len(texts),
            sentiment={str(name): int(counts[name]) for name in counts.index},
            disclosed=disclosed,
            with_safety_words=unsafe,
        )
