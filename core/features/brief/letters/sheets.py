"""Tables that were pasted from a sheet, as lines that other rules read: 'Poland, 4, micro'."""

from __future__ import annotations

import re

from core.features.brief.words.vocabulary import any_of, words

# Two cells are a key and its value already.
_ROW = re.compile(r"[^\t\n]*(?:\t[^\t\n]*){2,}")
# "| DE | 4 | micro |", of three cells and more, and the line of dashes under the names.
_RULE = re.compile(r"(?m)^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*\n?")
_PIPED_ROW = re.compile(r"(?m)^[ \t]*\|(?P<cells>[^|\n]*(?:\|[^|\n]*){2,})\|[ \t]*$")
_PIPE = re.compile(r"[ \t]*\|[ \t]*")
_COUNTS = re.compile(any_of("letters.counts"))
# "What we don't want:", "No-gos:", alone in its line.
_REFUSING_HEAD = re.compile(
    rf"\W*(?:[\w']+\s+){{0,3}}?{any_of('growth.exclusions', 'refusals.heads')}"
    r"(?:\s+[\w-]+){0,2}\s*:\s*"
)
_POINT = re.compile(r"\s*(?:[*\u2022\u2013-]|\d{1,2}[.)])\s+")
_REFUSES = re.compile(any_of("people.no"))
_DIGIT = re.compile(r"\d")


def with_refused_points(text: str) -> str:
    """The text with 'no' before each point of a list whose head refuses: "We don't want:"."""
    is_refused = False
    lines: list[str] = []
    for line in text.split("\n"):
        point = _POINT.match(line)
        if _REFUSING_HEAD.fullmatch(line.lower()):
            is_refused = True
        elif not point:
            is_refused = is_refused and not line.strip()
        elif is_refused and not _REFUSES.match(line.lower(), point.end()):
            lines.append(f"{line[: point.end()]}no {line[point.end() :]}")
            continue
        lines.append(line)
    return "\n".join(lines)


def with_rows_as_lines(text: str) -> str:
    """The text with rows of three cells and more as lists; the first row names the columns.

    A column of numbers needs its name ("followers: 10k"), one of creators to plan does not.
    """
    text = _RULE.sub("", text)
    text = _PIPED_ROW.sub(lambda row: "\t".join(_PIPE.split(row["cells"].strip())), text)
    lines: list[str] = []
    names: list[str] = []
    for line in text.split("\n"):
        if not _ROW.fullmatch(line):
            names = []
            lines.append(line)
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not names and _are_names(cells):
            names = cells
        else:
            lines.append(_as_list(cells, names))
    return "\n".join(lines)


def _are_names(cells: list[str]) -> bool:
    fillers = frozenset(words("rest.fillers"))
    return all(
        word in fillers or _COUNTS.fullmatch(word)
        for cell in cells
        for word in re.findall(r"[^\s/()]+", cell.lower())
    )


def _as_list(cells: list[str], names: list[str]) -> str:
    parts = []
    for column, cell in enumerate(cells):
        name = names[column] if column < len(names) else ""
        is_named = name and _DIGIT.search(cell) and not _COUNTS.fullmatch(name.lower())
        parts.append(f"{name}: {cell}" if is_named else cell)
    return ", ".join(part for part in parts if part)
