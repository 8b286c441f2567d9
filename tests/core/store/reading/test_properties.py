"""What holds for any number, day, list and table: it is read as it was written."""

from __future__ import annotations

import json
import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.settings import Settings
from core.store import export
from core.store.connect import empty_store
from core.store.ingest import ImportFile, load
from core.store.ingest.values import dates, lists
from core.store.ingest.values.numbers import CAPS, Signs, parse_number

_KINDS = st.sampled_from(sorted(CAPS))
_DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
_ANY = st.text(max_size=40) | st.text(alphabet="0123456789.,-+eEkKmM%€$() '_/:TZ[]\"", max_size=20)
_WORD = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12
)


def _grouped(number: int, sign: str) -> str:
    """Thousands apart, by the digits alone."""
    digits = str(number)
    head = len(digits) % 3 or 3
    return sign.join([digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))])


@given(st.integers(0, 2 * 10**9), st.sampled_from([",", ".", " ", "'", "\u202f", "\u00a0", ""]))
def test_a_count_is_the_same_with_thousands_apart(number: int, sign: str) -> None:
    assert parse_number(_grouped(number, sign), "count") == number


@given(
    st.integers(0, 10**7),
    st.integers(0, 10**4 - 1),
    st.sampled_from([1, 2, 4]),
    st.sampled_from([(".", ","), (".", " "), (".", ""), (",", "."), (",", "'"), (",", "")]),
    st.sampled_from(["money", "average", "points"]),
)
def test_a_number_with_decimals_is_read_by_its_two_signs(
    whole: int, fraction: int, places: int, signs: tuple[str, str], kind: str
) -> None:
    decimal, thousands = signs
    digits = f"{fraction % 10**places:0{places}}"
    text = f"{_grouped(whole, thousands)}{decimal}{digits}"
    assert parse_number(text, kind) == float(Decimal(f"{whole}.{digits}"))
    assert parse_number(f"-{text}", kind) == -float(Decimal(f"{whole}.{digits}"))


@given(st.integers(1, 9_999), st.sampled_from([("k", 10**3), ("M", 10**6), (" Mio", 10**6)]))
def test_a_suffix_multiplies(tenths: int, suffix: tuple[str, int]) -> None:
    mark, by = suffix
    for sign in ".,":
        text = f"{tenths // 10}{sign}{tenths % 10}{mark}"
        assert parse_number(text, "count") == float(Decimal(tenths) / 10 * by)


@given(_ANY, _KINDS, st.booleans(), st.booleans())
def test_any_text_is_a_number_none_or_refused(
    text: str, kind: str, point: bool, comma: bool
) -> None:
    try:
        value = parse_number(text, kind, Signs(point and not comma, comma and not point))
    except ValueError:
        return
    assert value is None or (isinstance(value, float) and not math.isnan(value))


@given(_DAYS)
def test_a_day_is_the_same_in_every_form(day: date) -> None:
    meant = datetime(day.year, day.month, day.day)
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%Y%m%d", "%d %b %Y",
                 "%B %d, %Y", "%d-%b-%Y"):  # fmt: skip
        assert dates.parse_time(day.strftime(form)) == meant, form
    assert dates.parse_time(day.strftime("%m/%d/%Y"), month_first=True) == meant


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2100, 12, 30)),
    st.integers(-14 * 60, 14 * 60),
)
def test_a_moment_is_the_same_from_every_zone(moment: datetime, minutes: int) -> None:
    second = moment.replace(microsecond=0)
    local = second.replace(tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes)))
    assert dates.parse_time(local.isoformat()) == second
    assert dates.parse_time(local.strftime("%Y-%m-%d %H:%M:%S %z")) == second
    assert dates.parse_time(f"{second.isoformat()}Z") == second
    stamp = (second - datetime(1970, 1, 1)) // timedelta(seconds=1)
    if stamp >= 10**9:
        assert dates.parse_time(str(stamp)) == second
        assert dates.parse_time(str(stamp * 1_000)) == second


@given(_ANY, st.booleans())
def test_any_text_is_a_time_none_or_refused(text: str, month_first: bool) -> None:
    try:
        moment = dates.parse_time(text, month_first=month_first)
    except ValueError:
        return
    assert moment is None or (moment.tzinfo is None and 1990 <= moment.year <= 2100)


@given(st.lists(st.text(max_size=20)))
def test_captions_of_a_list_come_back(captions: list[str]) -> None:
    meant = [text for text in (one.strip() for one in captions) if text]
    assert lists.parse_captions(json.dumps(captions)) == meant
    assert lists.parse_captions(repr(captions)) == meant


@given(st.lists(st.none() | st.integers(0, 2 * 10**9), min_size=1))
def test_daily_counts_of_a_list_come_back(counts: list[int | None]) -> None:
    assert lists.parse_counts(json.dumps(counts)) == counts
    assert lists.parse_counts(repr(counts)) == counts
    assert lists.parse_counts(
        json.dumps([math.nan if n is None else float(n) for n in counts])
    ) == (counts)


@given(st.text(max_size=60) | st.text(alphabet="[](){},'\"\\ 01eNaN|;bux#@.", max_size=30))
def test_any_text_is_a_list_or_refused(text: str) -> None:
    for parse in (lists.parse_tags, lists.parse_keywords, lists.parse_captions):
        assert all(isinstance(item, str) and item for item in parse(text))
    try:
        counts = lists.parse_counts(text)
    except ValueError:
        return
    assert all(count is None or 0 <= count <= 2e9 for count in counts)


@pytest.mark.slow
@settings(
    max_examples=settings().max_examples // 8,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.dictionaries(
        st.integers(0, 99),
        st.tuples(
            _WORD,
            st.none() | st.integers(0, 2 * 10**9),
            st.none() | st.decimals(0, 10**8, places=2).map(float),
        ),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from([".csv", ".xlsx", ".parquet"]),
)
def test_a_table_written_for_others_is_read_again_as_it_was(
    tmp_path: Path,
    rows: dict[int, tuple[str, int | None, float | None]],
    ending: str,
) -> None:
    numbered = {f"c{place}": row for place, row in rows.items()}
    frame = pd.DataFrame(
        {
            "influencer_id": list(numbered),
            "name": [name for name, _, _ in numbered.values()],
            "followers": pd.Series([count for _, count, _ in numbered.values()], dtype="float64"),
            "post_price": pd.Series([price for _, _, price in numbered.values()], dtype="float64"),
        }
    )
    path = tmp_path / f"creators{ending}"
    path.unlink(missing_ok=True)
    export.write(frame, path)
    store = tmp_path / "store.duckdb"
    store.unlink(missing_ok=True)
    con = empty_store(store, Settings.from_env(tmp_path))
    try:
        load(con, [ImportFile(path, path.name, "influencers")], as_of=date(2026, 11, 21))
        found = con.execute(
            """SELECT influencer_id, name, followers_count, post_price FROM influencers
               ORDER BY influencer_id"""
        ).fetchall()
    finally:
        con.close()
    assert [row[:3] for row in found] == sorted(
        (one, name, count) for one, (name, count, _) in numbered.items()
    )
    prices = [numbered[row[0]][2] for row in found]
    assert [row[3] for row in found] == [
        None if price is None else pytest.approx(price) for price in prices
    ]
