"""The table of totals of a campaign."""

from __future__ import annotations

import pandas as pd

from core.models.campaign.assumptions import Assumptions
from core.models.campaign.costs import member_ranges
from core.models.campaign.totals import campaign_totals
from core.models.campaign.words import totals_rows
from core.web.campaigns.totals import totals_columns


def rows(*followers: float | None) -> pd.DataFrame:
    members = pd.DataFrame(
        {"followers_count": followers, "agreed_price": 100.0, "engagement_rate": 0.03}
    )
    totals = campaign_totals(member_ranges(members, Assumptions()), Assumptions())
    return pd.DataFrame(totals_rows(totals, totals))


def test_the_column_of_what_is_not_counted_stands_only_where_somebody_is_not() -> None:
    assert totals_columns(rows(10_000.0), "range") == ["figure", "range", "meaning"]
    columns = totals_columns(rows(10_000.0, None), "range", "now")
    assert columns == ["figure", "range", "now", "left_out", "meaning"]


def test_a_cpm_says_that_it_counts_impressions_and_no_meaning_repeats_its_figure() -> None:
    table = rows(10_000.0).set_index("figure")
    assert "not per 1,000 people" in table.loc["CPM", "meaning"]
    assert all(meaning.lower() != figure.lower() for figure, meaning in table["meaning"].items())


def test_what_is_agreed_counts_the_creators_there_are() -> None:
    agreed = [rows(*([10_000.0] * many)).set_index("figure").loc["Cost agreed so far", "meaning"]
              for many in (0, 1, 2)]  # fmt: skip
    assert agreed == [
        "No creators yet",
        "1 of 1 creator: agreed, posted or done",
        "2 of 2 creators: agreed, posted or done",
    ]
