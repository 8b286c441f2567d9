"""The days of a growth figure: thinned where there are too many, and what each says on hover."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd

# Eight lines and bars a day beside the posts stay under 5,000 points.
DAYS_MAX = 520


def thinned(days: pd.DataFrame, *, rows_max: int = DAYS_MAX) -> pd.DataFrame:
    """At most `rows_max` of the days, each as it was; quiet ones are left out first.

    Of each stretch of days the one farthest from what was expected stays, and so do the first
    and the last. A stretch without a count stays empty, so that lines break there.

    Args:
        days: change_per_day, expected_change; event_number, not NaN in events.
    """
    if len(days) <= rows_max:
        return days
    off = (days["change_per_day"] - days["expected_change"]).abs().fillna(0.0).to_numpy(float)
    off = off + np.where(days["event_number"].notna(), off.max() + 1.0, 0.0)
    off[[0, -1]] = np.inf
    place = np.arange(len(days))
    stretch = place * rows_max // len(days)
    order = np.lexsort((place, -off, stretch))
    first_of_stretch = np.r_[True, np.diff(stretch[order]) != 0]
    return days.iloc[np.sort(order[first_of_stretch])]


def change_notes(days: pd.DataFrame) -> list[str]:
    """What happened on each day, for the hover; the number of its event with it."""
    notes = []
    for words, number in zip(days["note"].tolist(), days["event_number"].tolist(), strict=True):
        # Plotly reads some HTML in hover texts.
        note = escape(words) if isinstance(words, str) and words else "not known"
        notes.append(note if np.isnan(number) else f"{note} · <b>event {number:.0f}</b>")
    return notes


def post_notes(posts: pd.DataFrame) -> list[str]:
    """The posts of each day in words: how many, how engaging, sponsored, the caption."""
    notes = []
    for number, sponsored, engagements, caption in zip(
        posts["posts_count"].tolist(),
        posts["sponsored_count"].tolist(),
        posts["engagements_per_post"].tolist(),
        posts["caption"].tolist(),
        strict=True,
    ):
        note = "1 post" if number == 1 else f"{number} posts"
        if pd.notna(engagements):
            note += f", {engagements:,.0f} likes + comments each"
        if sponsored:
            note += ", sponsored"
        notes.append(note + (f"<br>“{escape(caption)}”" if caption else ""))
    return notes
