"""The table of the events of a creator."""

from __future__ import annotations

from datetime import date

import pandas as pd

from core.report.words import kept_words
from core.web.authenticity.events import _event_table


def test_what_is_kept_reads_as_in_the_story_of_the_event() -> None:
    shares = [1.2, 0.93, -0.1, float("nan")]
    many = len(shares)
    events = pd.DataFrame(
        {
            "event_number": range(1, many + 1),
            "first_day": [date(2026, 9, 10)] * many,
            "last_day": [date(2026, 9, 28)] * many,
            "peak_day": [date(2026, 9, 28)] * many,
            "kind": "staircase",
            "peak_count": 900,
            "change_count": 800,
            "expected_low_count": -10.0,
            "expected_high_count": 20.0,
            "retained_7": shares,
            "retained_30": shares,
        }
    )
    table = _event_table(events)
    assert table["kept_7"].tolist() == ["> 100%", "93%", "0%", "-"]
    assert table["kept_30"].tolist() == [kept_words(share) for share in shares]
