"""Whether the first ten of each order of Brand match are on the topic of a typed brief.

    python -m bench.brief_orders --data data

On the demo build in use: share of the first ten whose planted main niche is that of the brief.
The briefs are those of bench/brand_match_briefs.py, eight niches in six languages, and the
held-out ones of bench/brand_match_short_briefs.py, fifteen niches in two. No market, no category;
unusual growth is left out. No brief is a brand that the ranking was trained on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from bench.brand_match_briefs import BRIEFS
from bench.brand_match_short_briefs import CHOICE, HELD_OUT, ShortBrief
from core.domain.match_orders import MATCH_ORDERS, ORDER_LABELS
from core.evaluation.truth import read_truth
from core.services.matching.filters import MatchFilters
from core.services.matching.matching import rank
from core.services.matching.query import MatchQuery
from core.services.session import BuildSession, open_session
from core.settings import Settings

_FILTERS = MatchFilters(hides_unusual=True)


def on_topic(session: BuildSession, briefs: Iterable[ShortBrief]) -> pd.DataFrame:
    """One row per order and brief: order, language, text, share (0-1)."""
    creators = read_truth(session.folder)["creators"]
    niches = creators.set_index("influencer_id")["main_niche"].astype(str)
    rows = []
    for brief in briefs:
        for order in MATCH_ORDERS:
            listed = rank(session, MatchQuery(brief=brief.text), _FILTERS, order=order).frame
            of_topic = niches.reindex(listed["influencer_id"]).isin(brief.niches)
            rows.append((order, brief.language, brief.text, float(of_topic.mean())))
    return pd.DataFrame(rows, columns=["order", "language", "text", "share"])


def _print(title: str, shares: pd.DataFrame) -> None:
    languages = list(dict.fromkeys(shares["language"]))
    print(f"\n{title}\n\n| order | all | " + " | ".join(languages) + " |")
    print("|---|---|" + "---|" * len(languages))
    for order in MATCH_ORDERS:
        of_order = shares[shares["order"] == order]
        by_language = of_order.groupby("language")["share"].mean()
        cells = [f"{of_order['share'].mean():.1%}", *(f"{by_language[x]:.0%}" for x in languages)]
        print(f"| {ORDER_LABELS[order]} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--choice", action="store_true", help="the briefs of the choice, too")
    options = parser.parse_args()
    whole = [
        ShortBrief(language, text, (niche,))
        for niche, texts in BRIEFS.items()
        for language, text in texts.items()
    ]
    with open_session(Settings.from_env(options.data)) as session:
        _print(f"{len(whole)} briefs of one or two sentences", on_topic(session, whole))
        short = on_topic(session, HELD_OUT)
        _print(f"{len(HELD_OUT)} briefs of one to five words", short)
        if options.choice:
            _print("Those that settings were chosen on", on_topic(session, CHOICE))
    missed = short[short["share"] < 0.5].groupby("text", sort=False)["order"].apply(list)
    print("\nFewer than five of ten on topic:")
    for text, orders in missed.items():
        print(f"- {text}: {', '.join(orders)}")


if __name__ == "__main__":
    main()
