"""Whether the first ten of each order of Brand match are on the topic of a typed brief.

    python -m bench.brief_orders --data data

The briefs of bench/brand_match_briefs.py, eight niches in six languages, on the demo build in
use: share of the first ten whose planted main niche is that of the brief. No market, no category;
unusual growth is left out. No brief is a brand that the ranking was trained on.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from bench.brand_match_briefs import BRIEFS
from core.domain.match_orders import MATCH_ORDERS, ORDER_LABELS
from core.evaluation.truth import read_truth
from core.services.matching.filters import MatchFilters
from core.services.matching.matching import rank
from core.services.matching.query import MatchQuery
from core.services.session import BuildSession, open_session
from core.settings import Settings

_FILTERS = MatchFilters(hides_unusual=True)


def on_topic(session: BuildSession) -> pd.DataFrame:
    """One row per order, niche and language: order, niche, language, share (0-1)."""
    creators = read_truth(session.folder)["creators"]
    niches = creators.set_index("influencer_id")["main_niche"].astype(str)
    rows = []
    for niche, texts in BRIEFS.items():
        for language, text in texts.items():
            for order in MATCH_ORDERS:
                listed = rank(session, MatchQuery(brief=text), _FILTERS, order=order).frame
                of_topic = niches.reindex(listed["influencer_id"]) == niche
                rows.append((order, niche, language, float(of_topic.mean())))
    return pd.DataFrame(rows, columns=["order", "niche", "language", "share"])


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args()
    with open_session(Settings.from_env(options.data)) as session:
        found = on_topic(session)
    languages = list(dict.fromkeys(found["language"]))
    print("| order | all | " + " | ".join(languages) + " |")
    print("|---|" + "---|" * (len(languages) + 1))
    for order in MATCH_ORDERS:
        of_order = found[found["order"] == order]
        shares = of_order.groupby("language")["share"].mean()
        cells = [f"{of_order['share'].mean():.1%}", *(f"{shares[name]:.0%}" for name in languages)]
        print(f"| {ORDER_LABELS[order]} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
