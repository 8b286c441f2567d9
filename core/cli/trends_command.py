"""`trends`: a table of dated posts in, the hashtags that rise or fall out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, command
from core.formats import counted
from core.services.tables.trends import DIRECTIONS, MOVING, hashtag_trends
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds trends."""
    app.command("trends")(trends)


def trends(
    posts: Annotated[
        Path,
        typer.Option(
            help="CSV, XLSX or Parquet with influencer_id, posted_at, and hashtags or caption."
        ),
    ],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find hashtags that rise or fall: growth per week with a range, shares, creators."""
    with command("Trends of posts", data=data, as_json=as_json) as running:
        check_ending(out)
        hashtags = hashtag_trends(posts)
        frame = hashtags.frame
        write(frame, out, ids=("item",))
        counts = {name: int((frame["direction"] == name).sum()) for name in DIRECTIONS}
        running.say(", ".join(f"{counts[name]:,} {name}" for name in DIRECTIONS) + ".")
        for row in frame[frame["direction"].isin(MOVING)].head(10).to_dict("records"):
            running.say(
                f"  #{row['item']}: {row['direction']}, {row['growth_percent']:+.0f}% per week "
                f"({row['low_percent']:+.0f}% to {row['high_percent']:+.0f}%), "
                f"{counted(row['creators_count'], 'creator')}"
            )
        if hashtags.undated_count:
            running.say(
                f"Left out: {counted(hashtags.undated_count, 'row')} without an account or a date."
            )
        running.say(f"{out}: {len(frame):,} hashtags")
        running.finish(
            out=str(out), hashtags=len(frame), left_out=hashtags.undated_count, directions=counts
        )
