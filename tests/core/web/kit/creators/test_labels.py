"""Name and handle in one cell: what is cut is the name, never the handle."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from core.web.kit.creators.labels import CREATOR_WIDTH, creator_column, creator_labels

_TEXTS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40)


def _label(name: str, handle: str) -> str:
    return creator_labels(pd.DataFrame({"name": [name], "handle": [handle]}))[0]


def test_a_short_name_stays_whole_and_a_long_one_is_cut() -> None:
    assert _label("Mira K.", "mirak") == "Mira K.  @mirak"
    assert _label("Bethany Fenwick", "dewy.fenwick") == "Bethany Fenw…  @dewy.fenwick"
    # However long the handle is, the name keeps six letters.
    assert _label("Whiskers with Ellie", "whiskerswithellieandmax") == (
        "Whisk…  @whiskerswithellieandmax"
    )


def test_no_row_gives_no_label() -> None:
    assert creator_labels(pd.DataFrame({"name": [], "handle": []})) == []


@given(name=_TEXTS, handle=_TEXTS)
def test_the_handle_is_always_whole(name: str, handle: str) -> None:
    label = _label(name, handle)
    assert label.endswith(f"  @{handle}")
    # 7.2 pixels per letter and 16 around them.
    assert len(handle) > 19 or len(label) * 7.2 + 16 <= CREATOR_WIDTH


def test_names_are_not_drawn_pale() -> None:
    # Streamlit draws pinned columns at 60%, 3.6:1 against the white page.
    assert not creator_column()["pinned"]
