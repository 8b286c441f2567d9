"""Numbers, days and strangers' text as a reader sees them."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats import signed
from core.web.kit import formats


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (999.6, "1k"),
        (10_040, "10k"),
        (12_400, "12.4k"),
        (99_960, "100k"),
        (999_499, "999k"),
        (999_600, "1M"),
        (3_140_000, "3.1M"),
        (2.5e9, "2.5B"),
        (-12_400, "-12.4k"),
        (None, "-"),
        (np.nan, "-"),
        (pd.NA, "-"),
    ],
)
def test_compact_keeps_three_digits(number: float | None, shown: str) -> None:
    assert formats.compact(number) == shown


def test_money_is_a_range_when_two_prices_are_known() -> None:
    assert formats.money_range(240, 410.4) == "€240-410"
    assert formats.money_range(1_900, 1_200) == "€1,200-1,900"
    assert formats.money_range(None, 1_200) == "€1,200"
    assert formats.money_range(99.6, 100.2) == "€100"
    assert formats.money_range(np.nan, None) == "-"


def test_days_and_moments_are_in_utc() -> None:
    assert formats.day(date(2026, 11, 2)) == "2 Nov 2026"
    assert formats.moment("2026-11-21T06:40:00+02:00") == "21 Nov 2026, 04:40 UTC"
    assert formats.day(None) == formats.moment(pd.NaT) == "-"


def test_codes_become_names_and_unknown_ones_stay() -> None:
    assert formats.country_name("DE") == "Germany"
    assert formats.language_name("pt") == "Portuguese"
    assert formats.country_name("XX") == "XX"
    assert formats.country_name(None) == formats.platform_label(None) == ""


def test_markup_of_a_stranger_is_shown_letter_by_letter() -> None:
    assert formats.plain("<b>*x*</b>\n$y$") == r"\<b\>\*x\*\<\/b\> \$y\$"
    assert formats.plain(None) == ""


_JOINER = "\u2060"
# What mdast-util-gfm-autolink-literal looks for in text whose backslashes are gone.
_LINKED = re.compile(r"(?i)(?:https?://|www(?=\.))[-.\w]+|[-.\w+]+@[-\w]+(?:\.[-\w]+)+")


def _read(markdown: str) -> str:
    """The text that Markdown makes of escaped text."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markdown)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b=1", "HTTP://example.org", "see www.example.org.", "WWW.example.uk",
        "(https://example.org)", "mail me@example.org", "a.b+c-d@example.co.uk", "xhttps://x.org",
        "https://https://x.org", "www.www.org", "a@b@c.org", "https://user@example.org",
    ],
)  # fmt: skip
def test_bare_addresses_are_no_links(text: str) -> None:
    assert _LINKED.search(text)
    shown = _read(formats.plain(text))
    assert not _LINKED.search(shown)
    assert shown.replace(_JOINER, "") == text


@given(st.text(alphabet="htps:/w.@ab-_é\n", max_size=30))
def test_no_mixture_of_their_letters_is_a_link(text: str) -> None:
    assert not _LINKED.search(_read(formats.plain(text)))


def test_a_handle_is_left_as_it_is() -> None:
    assert formats.plain("by @mira") == r"by \@mira"


@given(st.text())
def test_escaping_only_adds_backslashes_and_joiners(text: str) -> None:
    shown = formats.plain(text)
    assert _read(shown).replace(_JOINER, "") == " ".join(text.replace(_JOINER, "").split())
    # No mark that Markdown reads stands without its backslash.
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`\[\]<>$:#|~]", re.sub(r"\\.", "", shown))


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [(0.032, "+3.2%"), (-0.011, "-1.1%"), (-0.0004, "0.0%"), (0.0004, "0.0%"), (None, "-")],
)
def test_a_change_too_small_to_show_has_no_sign(fraction: float | None, shown: str) -> None:
    assert formats.signed_percent(fraction) == shown
    if fraction is not None:
        assert f"{signed(fraction * 100, '.1f')}%" == shown
