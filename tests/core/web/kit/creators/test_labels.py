"""Name and handle in one cell: what is cut is the name, never the handle."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from core.web.kit.creators.labels import (
    CREATOR_WIDTH,
    added_words,
    creator_column,
    creator_labels,
)

_TEXTS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40)


def _label(name: str, handle: str) -> str:
    return creator_labels(pd.DataFrame({"name": [name], "handle": [handle]}))[0]


def test_a_short_name_stays_whole_and_a_long_one_is_cut() -> None:
    assert _label("Mira K.", "mirak") == "Mira K.  @mirak"
    assert _label("Hannah Holt", "echo.holt") == "Hannah Holt  @echo.holt"
    # Letters differ in width: 28 of these took 232 pixels, where the column has 213.
    assert _label("Andrés Maldonado", "andresandmeadow") == "André…  @andresandmeadow"
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
    shown = label.removesuffix(f"  @{handle}")
    assert shown == name or (shown.endswith("…") and name.startswith(shown[:-1]))


# Pixels as a browser draws them, in 14 pixels of Inter.
_DRAWN = {"a": 7.8, "b": 8.6, "e": 8.1, "i": 3.4, "l": 3.4, "m": 12.3, "w": 11.3, "M": 12.7,
          "W": 14.3, " ": 3.9, "@": 13.6, "…": 11.8}  # fmt: skip


@given(
    name=st.text(st.sampled_from("abeilmwMW "), min_size=1, max_size=40),
    handle=st.text(st.sampled_from("abeilmw"), min_size=1, max_size=8),
)
def test_name_and_handle_are_no_wider_than_the_column(name: str, handle: str) -> None:
    label = _label(name, handle)
    assert len(name) <= 6 or sum(_DRAWN[letter] for letter in label) + 16 <= CREATOR_WIDTH


def test_names_are_not_drawn_pale() -> None:
    # Streamlit draws pinned columns at 60%, 3.6:1 against the white page.
    assert not creator_column()["pinned"]


def test_what_was_added_already_is_not_said_to_be_added_again() -> None:
    assert added_words(["Mira"], 1, "Spring") == "Mira added to 'Spring'."
    assert added_words(["Mira"], 0, "Spring") == "Mira already in 'Spring'."
    three = ["Mira", "Ana", "Bo"]
    assert added_words(three, 3, "Spring") == "3 creators added to 'Spring'."
    assert added_words(three, 1, "Spring") == "1 of 3 creators added to 'Spring', 2 already in."
    assert added_words(three, 0, "Spring") == "3 creators already in 'Spring'."
