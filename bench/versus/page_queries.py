"""What pages ask of the store, beside pandas on one wide frame in memory."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from bench.versus.jobs import Job, Target, Topic, Way, Work
from bench.versus.page_store import STORE, WIDE, write_page_store
from core.domain.probability import NEAR_CERTAIN
from core.domain.thresholds import WORTH_CHECKING
from core.queries.creators import creator
from core.queries.growth.rising import RisingFilter, rising_page
from core.queries.growth.triage import TriageFilter, triage_page, triage_summary
from core.queries.niches import niche_cards
from core.settings import Settings
from core.store.connect import open_store

_FILTER = TriageFilter(tiers=("micro", "mid"), platforms=("instagram",), probability_min=10)
_PAGE = 25
_CREATOR = "c0000471"
_NICHE_COLUMNS = (
    "niche_id", "creators_count", "median_followers", "median_engagement_rate",
    "median_post_price", "median_growth_fraction", "top_creators",
)  # fmt: skip
_CARD = ("influencer_id", "handle", "followers_count", "tier", "purchased_probability", "niche")
_TARGET = Target(1_000_000, ratio=10, milliseconds=100)


def _open_store(query: Callable[[duckdb.DuckDBPyConnection], Any], folder: Path) -> Work:
    con = open_store(folder / STORE, Settings.from_env(folder))
    return lambda: query(con)


def _open_pandas(query: Callable[[pd.DataFrame], Any], folder: Path) -> Work:
    frame = pd.read_parquet(folder / WIDE)
    return lambda: query(frame)


def _ids(page: pd.DataFrame) -> list[Any]:
    return page["influencer_id"].tolist()


def _triage(chosen: TriageFilter, con: duckdb.DuckDBPyConnection) -> list[Any]:
    return _ids(triage_page(con, chosen, page_size=_PAGE))


def _passing(frame: pd.DataFrame, chosen: TriageFilter) -> pd.DataFrame:
    if chosen == TriageFilter():
        return frame
    return frame[
        frame["tier"].isin(chosen.tiers)
        & frame["platform"].isin(chosen.platforms)
        & (frame["purchased_probability"] * 100 >= chosen.probability_min)
    ]


def _triage_pandas(chosen: TriageFilter, frame: pd.DataFrame) -> list[Any]:
    passing = _passing(frame, chosen)
    keys = passing.assign(
        sure=passing["purchased_probability"].clip(upper=NEAR_CERTAIN),
        excess=passing["pattern_excess_count"].abs(),
        share=passing["pattern_excess_count"].abs() / passing["followers_count"],
    )
    # Each key decides only between equals of the one before; all are needed for the same order.
    order = ["sure", "excess", "share", "authenticity_index", "followers_count", "influencer_id"]
    ascending = [False, False, False, True, False, True]
    return _ids(keys.sort_values(order, ascending=ascending).head(_PAGE))


def _summary(con: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    counts = triage_summary(con, _FILTER)
    return counts.creators_count, counts.judged_count, counts.high_count, counts.median_index


def _summary_pandas(frame: pd.DataFrame) -> tuple[Any, ...]:
    passing = _passing(frame, _FILTER)
    probability = passing["purchased_probability"]
    return (
        len(passing),
        int(probability.notna().sum()),
        int((probability >= WORTH_CHECKING).sum()),
        float(passing["authenticity_index"].median()),
    )


def _rising(con: duckdb.DuckDBPyConnection) -> list[Any]:
    return _ids(rising_page(con, RisingFilter(tiers=("micro",)), page_size=_PAGE))


def _rising_pandas(frame: pd.DataFrame) -> list[Any]:
    passing = frame[
        (frame["tier"] == "micro")
        & frame["momentum_score"].notna()
        & ~(frame["purchased_probability"] >= WORTH_CHECKING)
    ]
    return _ids(passing.sort_values(["momentum_rank", "influencer_id"]).head(_PAGE))


def _niches(con: duckdb.DuckDBPyConnection) -> list[Any]:
    cards = niche_cards(con)
    cards["top_creators"] = cards["top_creators"].map(list)
    return cards[list(_NICHE_COLUMNS)].to_dict("records")


def _niches_pandas(frame: pd.DataFrame) -> list[Any]:
    cards = frame.groupby("niche_id", as_index=False).agg(
        creators_count=("influencer_id", "size"),
        median_followers=("followers_count", "median"),
        median_engagement_rate=("engagement_rate", "median"),
        median_post_price=("post_price", "median"),
        median_growth_fraction=("growth_fraction", "median"),
    )
    ordered = frame.sort_values(["followers_count", "influencer_id"], ascending=[False, True])
    tops = ordered.groupby("niche_id").head(3).groupby("niche_id")["handle"].agg(list)
    cards["top_creators"] = cards["niche_id"].map(tops)
    cards = cards.sort_values(["creators_count", "niche_id"], ascending=[False, True])
    return cards[list(_NICHE_COLUMNS)].to_dict("records")


def _card(con: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    found = creator(con, _CREATOR)
    return tuple(getattr(found, name) for name in _CARD)


def _card_pandas(frame: pd.DataFrame) -> tuple[Any, ...]:
    row = frame[frame["influencer_id"] == _CREATOR].iloc[0]
    return tuple(row[name] for name in _CARD)


def _agreement(ours: Any, theirs: Any) -> str:
    return "equal" if ours == theirs else "differ"


def _job(
    name: str,
    ours: str,
    query: Callable[[duckdb.DuckDBPyConnection], Any],
    theirs: str,
    on_frame: Callable[[pd.DataFrame], Any],
) -> Job:
    return Job(
        name,
        Way(f"`{ours}`", partial(_open_store, query)),
        (Way(f"pandas, {theirs}", partial(_open_pandas, on_frame)),),
        _agreement,
        _TARGET,
    )


TOPIC = Topic(
    name="page_queries",
    title="What a page asks",
    about=(
        "A store of creators whose values are drawn by formulas. pandas holds one wide table of "
        "single values that is joined already and read before the clock starts, without the lists "
        "(hashtags, curves, reasons) that ours returns as well. Of ours some 5 to 10 ms at any "
        "size are for planning the statements."
    ),
    unit="creators",
    sizes=(10_000, 100_000, 1_000_000),
    write=write_page_store,
    jobs=(
        _job(
            "Authenticity, 25 creators of two tiers and a platform, by probability",
            "triage_page",
            partial(_triage, _FILTER),
            "filter and `sort_values`",
            partial(_triage_pandas, _FILTER),
        ),
        _job(
            "Authenticity, the first 25 of all",
            "triage_page",
            partial(_triage, TriageFilter()),
            "`sort_values`",
            partial(_triage_pandas, TriageFilter()),
        ),
        _job(
            "Authenticity, counts over the filter",
            "triage_summary",
            _summary,
            "filter and `median`",
            _summary_pandas,
        ),
        _job(
            "Rising, 25 micro creators without unusual growth",
            "rising_page",
            _rising,
            "filter and `sort_values`",
            _rising_pandas,
        ),
        _job(
            "Niches, totals and three creators of each",
            "niche_cards",
            _niches,
            "`groupby`",
            _niches_pandas,
        ),
        _job("Creator, one card", "creator", _card, "a mask on the id", _card_pandas),
    ),
    packages=("duckdb", "pandas", "numpy", "pyarrow"),
)
