"""Work for engines, at module level so that other processes can import it."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from core.demo.generator import DemoConfig, generate
from core.errors import SeriesError
from core.pipeline.engines.work import Tables

CREATORS, MANY_POSTS = 44, 1_500


@dataclass(frozen=True)
class Plus:
    """Adds a number to each value."""

    number: int

    def __call__(self, part: Tables) -> Tables:
        """`values` (value) with the number added; without rows nothing but the column."""
        values = part["values"]["value"].to_numpy() + self.number
        return {
            "sums": pa.table({"sum": values, "words": [["é"] if v % 2 else [] for v in values]})
        }


def parts_of(*values: list[int]) -> list[Tables]:
    """A part for each list."""
    return [{"values": pa.table({"value": pa.array(some, pa.int64())})} for some in values]


def fails(part: Tables) -> Tables:
    """Raises for a negative value."""
    if (part["values"]["value"].to_numpy() < 0).any():
        raise SeriesError("Counts must be 0 or more,\nfound -1.")
    return part


def sleeps(part: Tables) -> Tables:
    """Takes a minute."""
    time.sleep(60)
    return part


def uneven_tables(seed: int = 5) -> dict[str, pd.DataFrame]:
    """Demo data in which one creator has no post, two have one each and one has very many."""
    tables = dict(generate(DemoConfig(creators_count=CREATORS), seed=seed).tables)
    posts, ids = tables["posts"], tables["influencers"]["influencer_id"].tolist()
    none, few, many = ids[3], ids[5:7], ids[8]
    own = posts[posts["influencer_id"] == many]
    copies = [
        own.assign(post_id=own["post_id"] + f"-{number}")
        for number in range(MANY_POSTS // len(own))
    ]
    kept = posts[~posts["influencer_id"].isin([none, *few])]
    first = posts[posts["influencer_id"].isin(few)].groupby("influencer_id").head(1)
    tables["posts"] = pd.concat([kept, first, *copies], ignore_index=True)
    history = tables["follower_history"]
    # And one with a single count.
    single = history["influencer_id"] == ids[10]
    tables["follower_history"] = history[~single | (np.cumsum(single) == 1)]
    return tables
