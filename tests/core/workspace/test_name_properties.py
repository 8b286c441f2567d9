"""Names that people type: stored as shown, found in any case, none that looks like another."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from core.errors import AppError
from core.workspace.access.user_names import check_letters, lookalike
from core.workspace.values import NAME_CHARACTERS, name_key, named

_NAMES = st.text(max_size=130) | st.text(
    alphabet="abc АВСаеор αο\u200b\u202e\u0301ſK\x00\n ", max_size=12
)


@given(_NAMES)
def test_a_name_is_kept_on_one_line_or_refused(name: str) -> None:
    try:
        kept = named(name, "The name")
    except AppError:
        return
    shown = kept["name"]
    assert shown == " ".join(shown.split())
    assert 0 < len(shown) <= NAME_CHARACTERS
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in shown)
    assert named(shown, "The name") == kept  # as it was
    assert name_key(shown) == kept["name_key"]


@given(_NAMES, _NAMES)
def test_two_names_with_one_key_look_alike(name: str, other: str) -> None:
    if name_key(name) == name_key(other):
        assert lookalike(name, [other]) == other


@given(_NAMES)
def test_a_name_looks_like_itself_and_with_marks_that_nobody_sees(name: str) -> None:
    assert lookalike(name, [name]) == name
    assert lookalike(f"{name}\u200b", [name]) == name
    try:
        check_letters(name)
    except AppError as error:
        assert "mixes" in str(error)  # noqa: PT017
