"""`trends`: a table of dated posts in, the hashtags that rise or fall out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import pandas as pd
import typer

from core.cli.running import DataOption, JsonOption, command
from core.errors import InputFileError
from core.features.text import hashtags, listed_hashtags
from core.models.trends.found import HASHTAG, DatedPosts, Uses, found_trends
from core.store.export import check_ending, write
from core.store.ingest.reading import small_table

_ACCOUNT = ("influencer_id", "account_id", "handle")
_POSTED = ("posted_at", "date", "timestamp", "day")
_CAPTION = ("caption", "captions", "text")
_DAY_SECONDS = 86_400
_DIRECTIONS = ("rising", "falling", "steady", "too few")


def register(app: typer.Typer) -> None:
    """Adds trends."""
    app.command("trends")(trends)


def trends(
    posts: Annotated[
        Path,
        typer.Option(help="CSV or Parquet with influencer_id, posted_at, and hashtags or caption."),
    ],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find hashtags that rise or fall: growth per week with a range, shares, creators."""
    with command("Trends of posts", data=data, as_json=as_json) as running:
        check_ending(out)
        given, uses, undated = _read(posts)
        found = found_trends(given, uses).trends
        if found.empty:
            raise InputFileError(
                f"{posts.name}: expected hashtags in at least one whole week in which ten "
                "creators post, found none. Give posts over a longer time."
            )
        frame = _shown(found)
        write(frame, out, ids=("item",))
        counts = {name: int((frame["direction"] == name).sum()) for name in _DIRECTIONS}
        running.say(", ".join(f"{counts[name]:,} {name}" for name in _DIRECTIONS) + ".")
        for row in (
            frame[frame["direction"].isin(["rising", "falling"])].head(10).to_dict("records")
        ):
            running.say(
                f"  #{row['item']}: {row['direction']}, {row['growth_percent']:+.0f}% a week "
                f"({row['low_percent']:+.0f}% to {row['high_percent']:+.0f}%), "
                f"{row['creators_count']:,} creators"
            )
        if undated:
            running.say(f"{undated:,} rows without an account or a date were left out.")
        running.say(f"{out}: {len(frame):,} hashtags")
        running.finish(out=str(out), hashtags=len(frame), left_out=undated, directions=counts)


def _read(path: Path) -> tuple[DatedPosts, Uses, int]:
    """Posts, their hashtags, and how many rows lack an account or a date.

    Raises:
        InputFileError: it cannot be read or has no dated row.
        ColumnError: a column is missing.
    """
    with small_table.opened(path) as table:
        account, posted = table.place(_ACCOUNT), table.place(_POSTED)
        tags, caption = table.optional(("hashtags",)), table.optional(_CAPTION)
        if tags is None:
            caption = table.place(_CAPTION)
        rows = table.rows(
            f"nullif(trim(c{account}::VARCHAR), '')",
            _day_sql(table, posted),
            "NULL" if tags is None else f"c{tags}::VARCHAR",
            "NULL" if caption is None else f"c{caption}::VARCHAR",
        )
    used = [row for row in rows if row[0] and row[1] is not None]
    if not used:
        raise InputFileError(
            f"{path.name}: expected rows with an account and a date, found none among "
            f"{len(rows):,}."
        )
    lists = [_tags(given, text) for _, _, given, text in used]
    names, codes = np.unique([tag for some in lists for tag in some] or [""], return_inverse=True)
    if not any(lists):
        raise InputFileError(f"{path.name}: expected hashtags, found none in {len(used):,} posts.")
    creators, _ = pd.factorize(pd.Series([row[0] for row in used]))
    dated = DatedPosts(
        creators.astype(np.int64),
        np.array([int(row[1]) for row in used], dtype=np.int64),
        np.full(len(used), np.nan),
    )
    at = np.repeat(np.arange(len(used)), [len(one) for one in lists])
    return dated, Uses(HASHTAG, at, codes, names.tolist()), len(rows) - len(used)


def _day_sql(table: small_table.SmallTable, place: int) -> str:
    """Days since 1970; whole numbers of nine digits and more are seconds since then."""
    cell = f"trim(c{place}::VARCHAR)"
    return (
        f"CASE WHEN regexp_full_match({cell}, '[0-9]{{9,11}}') "
        f"THEN {cell}::BIGINT // {_DAY_SECONDS} ELSE {table.days(place)} END"
    )


def _tags(given: str | None, caption: str | None) -> list[str]:
    return list(dict.fromkeys([*listed_hashtags(given), *hashtags(caption)]))


def _shown(found: pd.DataFrame) -> pd.DataFrame:
    def percent(name: str) -> pd.Series:
        values: pd.Series = ((np.exp(found[name]) - 1) * 100).round(3)
        return values

    frame = pd.DataFrame(
        {
            "item": found["item"],
            "direction": found["direction"],
            "growth_percent": percent("weekly_growth"),
            "low_percent": percent("growth_low"),
            "high_percent": percent("growth_high"),
            "q_value": found["q_value"].round(6),
            "share_before": found["share_before"].round(6),
            "share_now": found["share_now"].round(6),
            "creators_count": found["creators_count"],
            "posts_count": found["posts_count"],
            "first_seen": (
                pd.Timestamp("1970-01-01") + pd.to_timedelta(found["first_seen_number"], unit="D")
            ).dt.strftime("%Y-%m-%d"),
        }
    )
    moving = frame["direction"].isin(["rising", "falling"])
    order = np.lexsort(
        (frame["item"], -frame["creators_count"], -frame["growth_percent"].abs(), ~moving)
    )
    return frame.iloc[order].reset_index(drop=True)
