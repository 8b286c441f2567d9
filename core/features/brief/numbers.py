"""Numbers as people write them: in digits, in words, with k or Mio."""

from __future__ import annotations

import re

# Words by which a text is taken as German, too, before its numbers in words are read: "elf" is a
# number there and somebody in a costume elsewhere.
_GERMAN = re.compile(
    r"\b(?:und|mit|f\u00fcr|ohne|keine?[nrms]?|wir|suchen|brauchen|nicht|mindestens|maximal|"
    r"aus|oder|"
    r"zwei|drei|vier|f\u00fcnf|sechs|sieben|acht|neun|zehn|zw\u00f6lf|\w*zehn|\w*zig|"
    r"\w*tausend|\w*hundert|ab|h\u00f6chstens|insgesamt|auf|von|der|das|den|ein|eine[nrm]?|"
    r"deutsche?[nrs]?|\u00fcber|bis|pro|je)\b",
    re.IGNORECASE,
)
_FIXED = (
    (r"\b(second)[ -](?=hand\b)", r"\1-"),  # "2nd hand" to the package
    (r"\b(?:a|one) dozen and a half\b|\b(?:one|1) and a half dozen\b", "18"),
    (r"\ba pair of\b", "2"),
    (r"\bhalf a dozen\b|\bein halbes dutzend\b", "6"),
    (r"\b(?:a|one|ein) (?:dozen|dutzend)\b", "12"),
    (r"\b(?:two|zwei) (?:dozen|dutzend)\b", "24"),
    (r"\ba couple of\b", "2"),
    (r"\btwo[- ]thirds\b|\bzwei drittel\b", "2/3"),
    (r"\bhalf a million\b|\beiner? halben? million\b", "500k"),
    (r"\ban? hundred\b", "100"),
    (r"\ban? (?=thousand\b|million\b)", "one "),
    (r"\b(?:eine|einer) (?=million\b)", "1 "),
    (r"\banderthalb\b|\beineinhalb\b|\bone and a half\b", "1.5"),
    (r"\bzweieinhalb\b|\btwo and a half\b", "2.5"),
    (r"\bdreieinhalb\b|\bthree and a half\b", "3.5"),
    (r"\bviereinhalb\b|\bfour and a half\b", "4.5"),
    (r"\b(\d+) and a half\b", r"\1.5"),
)
_UNITS = {
    "k": 1e3, "thousand": 1e3, "tausend": 1e3, "tsd": 1e3, "tsd.": 1e3, "grand": 1e3,
    "hundred": 1e2, "hundert": 1e2, "m": 1e6, "mio": 1e6, "mio.": 1e6, "mn": 1e6, "million": 1e6,
    "millions": 1e6, "millionen": 1e6, "mill\u00f3n": 1e6, "millones": 1e6, "milione": 1e6,
    "milioni": 1e6, "milh\u00e3o": 1e6, "milh\u00f5es": 1e6,
    "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7,
    "bn": 1e9, "billion": 1e9, "billions": 1e9, "mrd": 1e9, "mrd.": 1e9, "milliarden": 1e9,
}  # fmt: skip
_MOST = 1e15  # more digits are a serial number
# A number and its unit in lower case: two groups.
NUMBER = (
    r"(?<![\w.,])(\d{1,3}(?:[.,'\u00a0 ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)"
    r"(?:\s?(k|tsd\.?|thousand|tausend|grand|hundred|hundert|millions?|millionen|mio\.?|mn|m"
    r"|mill\u00f3n|millones|milion[ei]|milh\u00e3o|milh\u00f5es"
    r"|lakhs?|crores?|billions?|bn|milliarden|mrd\.?"
    r")(?![a-z\u00e4\u00f6\u00fc]))?(?![^\W_])"
)


# "budget is not 5000 but 3000".
_CORRECTED = re.compile(
    rf"\b(?:not|nicht)\s+(?:[€$£]\s?)?{NUMBER}\s*[€$£]?,?\s+(?:but|sondern)\s+(?=[€$£]?\s?\d)",
    re.IGNORECASE,
)


def with_corrections(text: str) -> str:
    """The text without numbers that it takes back: 'not 5000 but 3000' is '3000'."""
    return _CORRECTED.sub("", text)


def with_digits(text: str) -> str:
    """The text with numbers in words written in digits: 'eight creators' is '8 creators'.

    English always, German where the text has German words. 'one' and 'ein' stay, they are rarely
    a number.
    """
    # A name in quotes stays as it is.
    parts = re.split(r'("[^"\n]{1,240}")', text)
    languages = ["en", *(["de"] if _GERMAN.search(text) else [])]
    return "".join(
        part if place % 2 else _with_digits(part, languages) for place, part in enumerate(parts)
    )


def _with_digits(text: str, languages: list[str]) -> str:
    for pattern, digits in _FIXED:
        text = re.sub(pattern, digits, text, flags=re.IGNORECASE)
    # "8 thousand" is one number, and so is read whole by `NUMBER`; the package would split it.
    parts = re.split(r"(\d[\d.,']*\s?[^\W\d_]*|\n)", text)
    for language in languages:
        parts = [
            part if place % 2 else _converted(part, language) for place, part in enumerate(parts)
        ]
    return "".join(parts)


def _converted(part: str, language: str) -> str:
    from text_to_num import alpha2digit

    words = part.strip()
    if not words:
        return part
    left = part[: len(part) - len(part.lstrip())]
    right = part[len(part.rstrip()) :]
    # 'one', 'ein' and 'second' stay words: they are rarely a count.
    converted: str = alpha2digit(words, language, threshold=2.0)
    return left + converted + right


def value_of(digits: str, unit: str | None) -> float:
    """The number of the two groups of `NUMBER`: ('5.000', None) is 5000, ('2,5', 'k') is 2500.

    Numbers above 1e15 are 1e15.
    """
    grouped = re.fullmatch(r"(\d{1,3}(?:[.,'\u00a0 ]\d{3})+)([.,]\d{1,2})?", digits)
    if grouped:
        value = float(re.sub(r"\D", "", grouped.group(1)))
        value += float("0." + grouped.group(2)[1:]) if grouped.group(2) else 0.0
    else:
        value = float(digits.replace(",", "."))
    return min(round(value * _UNITS.get((unit or "").strip(), 1.0), 6), _MOST)
