"""Values that try to be something else: cells, names of columns, arguments."""

from __future__ import annotations

import random

RTL = "\u202e"
NUMBERS = (
    "1e308", "-1e308", "1e309", "-0", "0", "-1", "inf", "-inf", "NaN", "nan", "9" * 400, "1e-320",
    "0x10", "1_0", "1e5e5", "½", "²", "١٢٣", "9223372036854775808", "-9223372036854775809",
    "18446744073709551616", "0.1", "1.234", "1,5", "12.5K", "€ 5", "5 %", "(((1)))", "+", "--",
    "1/0", "2147483648", "3.0000000000000004",
)  # fmt: skip
TIMES = (
    "0001-01-01", "9999-12-31", "2026-02-30", "24:00", "1969-12-31 23:59:59", "0", "99999999999",
    "-5", "2026-11-20T10:00:00+25:00", "2026-W47", "20261120", "31/12/9999",
)  # fmt: skip
TEXTS = (
    "", " ", "\t", "x" * 20_000, "é" * 300, "'; DROP TABLE influencers; --", '"quoted"', "a'b",
    "%s{0}${x}\\", "*", "select * from builds", "<script>alert(1)</script>", "=cmd()", "@SUM(A1)",
    "../../../../etc/passwd", "/etc/passwd", "~", ".", "..", "/dev/null", "file:///etc/passwd",
    "C:\\x", "NULL", "None", "true", "😀", RTL + "gnp.exe", "\u2066x", "\ufeffx", "a\u0000b",
    "\x1b[2J\x1b]0;x\x07", "\x9b31m", "a\nb", "a\r\nb", "\u2028", "[" * 3_000, "{" * 3_000,
    "(" * 3_000, "[1e309]", '[{"a":1}]', "\ud83d", "\udcff\udcfe", "-", "--", "--json", "-h",
    "auto", "a,b", ",,,", "a=b", "=", "DE=0.5", "DE=nan", "micro=3", "micro=-1", "ﬀ", "İ", "ß",
    "#glow", "@handle5", "#", "@", '"', '"glow', "AND OR NOT", "*:*", "\u0301" * 400, "日本" * 99,
)  # fmt: skip
# Names of columns and tables, also of those that the program itself uses.
NAMES = (
    "rowid", "import_raw", "c0", "p0", "t", "$path", "select", "a.b", "", "followers\u200e",
    "followers", "influencer_id", "INFLUENCER_ID", "caption", "username", "url", "user_id",
    "daily_followers", "posted_at", "row", "reasons", "fake_probability", "score", "index", "0",
    "level_0", "__null_dask_index__", "A_", "B_", "A_x", "B_x", "Choice", "category", "pattern",
)  # fmt: skip
WORDS = (
    "two creators in Germany under 900 EUR", "zehn Creator aus Berlin, keine Tiere", "glow serum",
    "no pasta", "like @handle5 but cheaper", "our last campaign", "b0", "c002", "handle5", "Spring",
    "instagram", "DE", "micro", "best", "posts", "country", "all", "auto", "influencers", "ratings",
    "2026-11-21", "5", "10", "0.5", "900", "viewer", "admin", "anna",
)  # fmt: skip


def cell(rng: random.Random) -> str:
    """Whatever may stand in a cell."""
    return rng.choice(rng.choice((NUMBERS, TIMES, TEXTS, WORDS)))


def name(rng: random.Random) -> str:
    """Whatever may stand in a header."""
    return rng.choice(rng.choice((NAMES, NAMES, TEXTS)))


def noise(rng: random.Random) -> str:
    """Letters of all kinds, hidden marks and halves of letters among them."""
    ranges = ((32, 127), (0, 32), (127, 1_000), (0x200B, 0x2070), (0xD800, 0xE000),
              (0x1F600, 0x1F650), (0x0600, 0x0700), (0xFFF0, 0x10000))  # fmt: skip
    return "".join(
        chr(rng.randrange(*rng.choice(ranges))) for _ in range(rng.choice((1, 3, 12, 200)))
    )


def argument(rng: random.Random) -> str:
    """Whatever a system can hand to a command: no NUL, and no half of a letter but of a byte."""
    drawn = noise(rng) if rng.random() < 0.15 else cell(rng)
    if rng.random() < 0.1:
        drawn = f"{rng.choice(WORDS)}{drawn}{rng.choice(TEXTS)}"
    words = drawn.encode("utf-8", "surrogatepass").replace(b"\0", b"")
    return words.decode("utf-8", "surrogateescape")
