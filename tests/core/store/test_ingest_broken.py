"""Files broken at random: an error fit for a user or rejects, never anything else."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import AppError
from core.settings import ROOT, Settings
from core.store.connect import empty_store
from core.store.ingest import ImportFile, load, preview

pytestmark = pytest.mark.slow

AS_OF = date(2026, 11, 21)
SAMPLE = ROOT / "data" / "sample"
NAMES = ("fifteen_columns.csv", "influencers_data.csv", "growth_data.csv", "brands_data.csv")
_PIECES = (
    b'"', b'""', b",", b";", b"\t", b"\n", b"\r\n", b"\r", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf",
    b"-1", b"1e999", b"NaN", b"inf", b"[", b"]", b"{", b"'", b"=", b"%", b"$1", b"\\", b"\\N",
    "é😀\u2028\u202e".encode(), "ÿ".encode("latin-1"), b"<script>",
    b"' OR 1=1; DROP TABLE posts;--",
    b"9" * 400, b",,,,,,,,,,,,,,,,,,", b"sep=;\n",
)  # fmt: skip


def new_store(folder: Path) -> duckdb.DuckDBPyConnection:
    return empty_store(folder / "store.duckdb", Settings.from_env(folder))


def broken(content: bytes, rng: random.Random) -> bytes:
    """The content after a few slips: cut, doubled, moved, or with something put in."""
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(content) + 1)
        upto = min(len(content), at + rng.choice((1, 3, 40, 400)))
        before, piece, after = content[:at], content[at:upto], content[upto:]
        slips = (
            before + rng.choice(_PIECES) + piece + after,
            before + after,
            before + piece * 2 + after,
            before + piece,
            before + rng.randbytes(3) + piece + after,
        )
        content = rng.choice(slips)
    return content


@pytest.mark.parametrize("name", NAMES)
def test_fifty_broken_variants_of_each_sample_give_an_error_or_rejects(
    tmp_path: Path, name: str
) -> None:
    con = new_store(tmp_path)
    rng = random.Random(name)
    original = (SAMPLE / name).read_bytes()
    path = tmp_path / "broken.csv"
    refusals, read = [], 0
    for number in range(50):
        path.write_bytes(broken(original, rng))
        before = con.execute("SELECT count(*) FROM rejected_rows").fetchone()
        try:
            if number % 5 == 0:
                preview(path, shown_name="broken.csv")
            summary = load(con, [ImportFile(path, "broken.csv")], as_of=AS_OF)
        except AppError as error:
            refusals.append(str(error))
            assert con.execute("SELECT count(*) FROM rejected_rows").fetchone() == before
            continue
        read += 1
        one = summary.files[0]
        assert one.read_count == one.used_count + one.rejected_count + one.merged_count
        assert min(one.used_count, one.merged_count) >= 0
        assert before is not None
        after = con.execute("SELECT count(*) FROM rejected_rows").fetchone()
        assert after == (before[0] + one.rejected_count,)
    assert read > 5
    # "cannot be imported" is the last resort for what the rules do not foresee.
    assert all("broken.csv" in text and "cannot be imported" not in text for text in refusals)
    # No slip got a value into the store that the schema's comments rule out.
    assert con.execute(
        """SELECT count(*) FROM influencers WHERE followers_count NOT BETWEEN 0 AND 2000000000
           OR avg_likes < 0 OR post_price < 0 OR length(country) <> 2 OR handle = ''
           OR platform NOT IN ('instagram', 'tiktok', 'youtube', 'unknown')
           OR NOT regexp_matches(coalesce(url, 'https://a'), '^https?://')"""
    ).fetchone() == (0,)
    con.close()


@pytest.mark.parametrize("seed", range(20))
def test_noise_with_a_true_header_is_rejects_or_an_error(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    con = new_store(tmp_path)
    header = (SAMPLE / rng.choice(NAMES)).read_bytes().split(b"\n")[0]
    body = b"".join(rng.choice((*_PIECES, rng.randbytes(2), b"a", b"7")) for _ in range(400))
    path = tmp_path / "noise.csv"
    path.write_bytes(header + b"\n" + body)
    try:
        summary = load(con, [ImportFile(path, "noise.csv")], as_of=AS_OF)
    except AppError:
        return
    finally:
        con.close()
    one = summary.files[0]
    assert one.read_count == one.used_count + one.rejected_count + one.merged_count


_CELL = st.sampled_from(
    ["", "a", "b", "c", "10", "-1", "1.2M", "abc", "1.200", "NaN", "3%", "DE", "#x #y", "[1, 2]",
     "[1, -2]", "2026-01-01", "01/13/2026", "instagram.com/a", "x\ny", '"', "9" * 30]
)  # fmt: skip
_HEADERS = st.sampled_from(
    [
        ("influencer_id", "followers", "avg_likes", "daily_followers"),
        ("username", "link", "country", "post_price", "bio"),
        ("influencer_id", "date", "followers"),
        ("account_id", "caption", "likes", "posted_at"),
        ("brand_id", "influencer_id", "points"),
        ("brand_name", "keywords", "followers"),
        ("Account", "Followers", "Name_co", "Category_co", "Puntos"),
    ]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_every_row_is_used_or_rejected_or_replaced_by_a_later_one(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    header = data.draw(_HEADERS)
    rows = data.draw(st.lists(st.tuples(*[_CELL] * len(header)), min_size=1, max_size=15))
    folder = tmp_path_factory.mktemp("rows")
    con = new_store(folder)
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    (folder / "r.csv").write_text("\n".join([",".join(header), *quoted]), encoding="utf-8")
    try:
        one = load(con, [ImportFile(folder / "r.csv", "r.csv")], as_of=AS_OF).files[0]
    except AppError:
        return
    finally:
        counts = con.execute(
            """SELECT (SELECT count(*) FROM rejected_rows),
                      (SELECT count(*) FROM rejected_rows WHERE line_number IS NULL)"""
        ).fetchone()
        con.close()
    filled = sum(any(cell.strip() for cell in row) for row in rows)
    assert one.read_count == filled
    assert one.read_count == one.used_count + one.rejected_count + one.merged_count
    assert counts == (one.rejected_count, 0)
