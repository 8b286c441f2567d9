"""What a page writes into a link or a file name is read back, or harmless, whatever it is."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode

from hypothesis import given
from hypothesis import strategies as st

from core.formats import file_slug
from core.web.kit.selection.compare_link import PARAMETER, ids_of_text, ids_text

# No id begins or ends with a space, none is empty: the import sees to it.
_IDS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(",%2C5 "), min_size=1)


@given(st.lists(_IDS.map(str.strip).filter(bool), unique=True))
def test_compared_ids_come_back_from_the_address(ids: list[str]) -> None:
    address = urlencode({PARAMETER: ids_text(ids)})
    text = parse_qs(address).get(PARAMETER, [""])[0]
    assert ids_of_text(text) == ids


def test_links_that_people_type_are_read() -> None:
    assert ids_of_text(" a, b,,a ,3%,50%off") == ["a", "b", "3%", "50%off"]


@given(st.text(), st.sampled_from(["creator", "campaign"]))
def test_a_name_in_a_file_name_is_small_letters_digits_and_hyphens(
    name: str, fallback: str
) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file_slug(name, fallback))
    assert len(file_slug(name, fallback)) <= 40
