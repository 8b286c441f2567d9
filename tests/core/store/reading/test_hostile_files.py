"""Whatever stands in a file: an error of one short line, or counted rejects, and soon."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.errors import AppError
from core.settings import Settings
from core.store.connect import empty_store
from core.store.ingest import ImportFile, load, preview
from core.store.ingest.reading import small_table

pytestmark = pytest.mark.slow

AS_OF = date(2026, 11, 21)
_RTL, _LRM = "\u202e", "\u200e"
# Names of columns, tables and people that try to be something else.
_NAMES = (
    "'; DROP TABLE influencers; --", '"quoted"', "a.b", "c0", "rowid", "import_raw", "$path", "{}",
    "%s", "\\", "*", "select", f"{_RTL}srewollof", f"followers{_LRM}", "\x1b[2J", "é" * 300, "a\tb",
    "<script>alert(1)</script>", "=cmd()", "../../etc/passwd", "NULL", "nan", "😀", "\u0000", "",
)  # fmt: skip
_VALUES = (
    "1e308", "-1", "inf", "-inf", "NaN", "9" * 400, "0x10", "1e-320", "0001-01-01", "9999-12-31",
    "\ud83d".encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), f"{_RTL}5", "١٢٣",
    "1\u00a0000", "[1e309]", '[{"a":1}]', "[" * 5_000, "'=1+1", "\x00", "\x1b]0;x\x07", "½", "²",
    "2026-02-30", "24:00", "1/0", "--", "٣٫٥", "1_0", "+", "€", "%", "1e5e5", "(((1)))",
    "1" + "0" * 19,
)  # fmt: skip
_FILES: dict[str, Callable[[], bytes]] = {
    "a million columns": lambda: b"a," * 1_000_000 + b"\n" + b"1," * 1_000_000 + b"\n",
    "a million columns, no line end": lambda: b"," * 1_000_000,
    "a header of 2 MB": lambda: b"x" * 2_000_000 + b",username\n1,2\n",
    "a header of quotes": lambda: b'"' * 300_000 + b"\n1\n",
    "a line of 9 MB": lambda: b"username,bio\na," + b"y" * 9_000_000 + b"\nb,z\n",
    "a quote that never ends": lambda: b'username,bio\n"' + b"a,b\n" * 200_000,
    "rows of quotes": lambda: b"username,bio\n" + b'"""""",""\n' * 5_000,
    "NUL throughout": lambda: b"username\x00,bio\x00\na\x00,b\x00\n" * 100,
    "every byte": lambda: b"username,bio\n" + bytes(range(256)) * 50,
    "two byte order marks": "\ufeff\ufeffusername,followers\na,1\n".encode,
    "UTF-16 with half a character": lambda: "username,bio\na,".encode("utf-16") + b"\x3d\xd8\n\x00",
    "UTF-16 of Chinese without a mark": lambda: (
        "username,bio\n名,日本語の文章\n".encode("utf-16-le") * 9
    ),
    "UTF-8 with surrogates": lambda: b"username,bio\na,\xed\xa0\xbd\nb,x\n",
    "UTF-7": lambda: "username,bio\na,é\n".encode("utf-7"),
    "carriage returns alone": lambda: b"username,bio\ra,b\rc,d\r",
    "line ends of all kinds": "username,bio\ra,b\r\nc,d\ne,f\u2028g,h\x0bi,j\x0c".encode,
    "spaces alone": lambda: b" " * 300_000,
    "line ends alone": lambda: b"\n" * 300_000,
    "delimiters alone": lambda: b";,\t|" * 20_000 + b"\n",
    "the header again and again": lambda: b"username,followers\n" * 3_000,
    "one column a hundred times": lambda: b",".join([b"followers"] * 100) + b"\n1\n",
    "sep of a letter": lambda: b"sep=a\nusernameafollowers\nbob1\n",
    "JSON": lambda: b'[{"username": "mira", "followers": 5}]\n',
    "JSON lines": lambda: b'{"username": "mira"}\n{"username": "ana"}\n',
    "HTML": lambda: b"<!DOCTYPE html><html><body>404</body></html>\n",
    "keys with two values": lambda: b"username,followers\nmira,5\nmira,7\nmira,\nMIRA,9\n",
}


def _cells(rng: random.Random) -> bytes:
    """A table of hostile names and values."""
    names = [*rng.sample(_NAMES, 4), "username", "followers", "avg_likes", "daily_followers", "url"]
    rng.shuffle(names)
    rows = [names, *([rng.choice((*_VALUES, "a", "5")) for _ in names] for _ in range(30))]
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return "\n".join(quoted).encode("utf-8", "surrogatepass")


def _check(path: Path, folder: Path) -> None:
    """Previews, imports and reads a file; every message is one short line that names it."""
    said: list[str] = []
    con = empty_store(folder / "store.duckdb", Settings.from_env(folder))

    def read_small() -> None:
        with small_table.opened(path) as table:
            table.rows(*(table.id(place) for place in range(len(table.header))))
            for place in range(min(len(table.header), 5)):
                table.rows(table.numbers(place), table.days(place), table.seconds(place))

    def imported() -> None:
        summary = load(con, [ImportFile(path, path.name)], as_of=AS_OF)
        (one,) = summary.files
        assert one.read_count == one.used_count + one.rejected_count + one.merged_count
        said.extend(summary.warnings)

    def previewed() -> None:
        seen = preview(path)
        said.extend([*seen.warnings, seen.usage.words, *seen.rejects["reason"]])

    refusals: list[str] = []
    for read in (previewed, imported, read_small):
        try:
            read()
        except AppError as error:
            refusals.append(str(error))
            break  # the others read the file in the same way
    con.close()
    assert all(path.name in text for text in refusals)
    said += refusals
    assert max(map(len, said), default=0) < 1_500
    assert not any(mark in text for text in said for mark in (_RTL, "\x1b", "\n"))


@pytest.mark.parametrize("name", _FILES)
def test_a_hostile_file_ends_in_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    path.write_bytes(_FILES[name]())
    start = time.process_time()
    _check(path, tmp_path)
    assert time.process_time() - start < 12


def test_hostile_names_and_values_end_in_words(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    first = 1_000 * request.config.getoption("--import-seed")
    for seed in range(first, first + request.config.getoption("--messy-files")):
        folder = tmp_path / str(seed)
        folder.mkdir()
        path = folder / "hostile.csv"
        path.write_bytes(_cells(random.Random(seed)))
        _check(path, folder)
