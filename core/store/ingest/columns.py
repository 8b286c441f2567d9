"""Which column of a file fills which target, and what kind of file a header tells of."""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import ColumnError
from core.store.ingest.formats import FORMATS, TABLE_NAMES, Format
from core.store.ingest.model import ImportFile, Match
from core.store.ingest.targets import NAME

_SIMILAR = 0.86  # difflib ratio from which two names look like variants of one
_NAME_AS_HANDLE = 0.5
_CREATOR = ("influencer_id", "handle", "url")
_SHOWN_COLUMNS = 20
_CREATORS_ONLY = {"bio", "handle", "platform", "recent_captions", "avg_likes", "avg_comments"}
_FORMAT_OF_KIND = {
    "influencers_csv": "influencers",
    "growth_csv": "growth",
    "brands_csv": "brands",
}


@dataclass(frozen=True)
class Plan:
    """How one file is read.

    Attributes:
        kind: as in `Preview.kind`.
        sources: target name -> index of the column in the file.
        constants: target name -> text that stands for every row.
    """

    format: Format
    kind: str
    sources: Mapping[str, int]
    constants: Mapping[str, str]

    def has(self, target: str) -> bool:
        """Whether a column or a constant of the file fills this target."""
        return target in self.sources or target in self.constants


@functools.lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A header name without case, accents, spaces and punctuation: 'País_co ' -> 'paisco'."""
    text = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[\W_]", "", "".join(c for c in text if not unicodedata.combining(c)))


def propose(form: Format, header: Sequence[str], *, similar: bool = True) -> dict[str, Match]:
    """Best column for each target that has one; no column is used twice.

    Args:
        similar: also columns whose name is only like that of the target.
    """
    candidates = []
    for index, column in enumerate(header):
        name = plain(column)
        if not name:
            continue
        for order, target in enumerate(form.targets):
            confidence = _confidence(name, target.name, target.aliases, similar=similar)
            if not confidence and similar and _has_word(column, target.aliases):
                confidence = 0.4
            if confidence:
                candidates.append((-confidence, index, order, target.name, column))
    proposed: dict[str, Match] = {}
    taken: set[int] = set()
    for negative, index, _, target_name, column in sorted(candidates):
        if index not in taken and target_name not in proposed:
            taken.add(index)
            proposed[target_name] = Match(column, -negative)
    return proposed


def suggested(form: Format, header: Sequence[str]) -> dict[str, Match]:
    """`propose`, and a name as the handle when nothing else tells whose row it is.

    Such a suggestion has a confidence of `_NAME_AS_HANDLE`: it is shown, not used by itself.
    """
    proposed = propose(form, header)
    if form.target("handle") is None or set(_CREATOR) & set(proposed):
        return proposed
    names = {plain(alias) for alias in ("name", *NAME.aliases)}
    column = next((name for name in header if plain(name) in names), None)
    return {**proposed, "handle": Match(column, _NAME_AS_HANDLE)} if column else proposed


def _confidence(name: str, target: str, aliases: Sequence[str], *, similar: bool) -> float:
    if name == plain(target):
        return 1.0
    known = [plain(alias) for alias in aliases]
    if name in known:
        return 0.9 - 0.001 * known.index(name)  # the commonest other name stands first
    if not similar:
        return 0.0
    best = max(_ratio(name, other) for other in [plain(target), *known])
    if best >= _SIMILAR:
        return round(0.6 * best, 2)
    # 'followersinstagram' holds 'followers'; short names such as 'id' are in too many words.
    inside = any(len(other) >= 6 and other in name for other in [plain(target), *known])
    return 0.4 if inside else 0.0


@functools.lru_cache(maxsize=65_536)
def _ratio(name: str, other: str) -> float:
    """How alike two names are, 0 to 1; 0 where they cannot be `_SIMILAR`."""
    matcher = difflib.SequenceMatcher(None, name, other)
    if matcher.real_quick_ratio() < _SIMILAR or matcher.quick_ratio() < _SIMILAR:
        return 0.0
    return matcher.ratio()


def _has_word(column: str, aliases: Sequence[str]) -> bool:
    """Whether a name of one word, such as 'fans', is a word of the header 'Fans (M)'."""
    words = set(re.split(r"[\W_]+", column.casefold()))
    return any(len(alias) >= 4 and alias in words for alias in aliases)


def plan(file: ImportFile, header: Sequence[str]) -> Plan:
    """How to read a file with this header.

    Raises:
        ColumnError: the kind is not recognised, a needed column is missing, or the column
            map names a column or a target that is not there.
    """
    form = _format(file, header)
    if form is None:
        every = sorted({target.name for known in FORMATS.values() for target in known.targets})
        strange = [name for name in file.mapping if name not in every]
        if strange:
            raise ColumnError(
                f"{file.shown_name}: the column map names target '{strange[0]}', which no table "
                f"has. Targets: {', '.join(every)}."
            )
        raise ColumnError(
            f"{file.shown_name}: cannot tell what kind of table this is; found columns "
            f"{_listed(header)}. Expected one of: {'; '.join(_examples())}. "
            "Say which table it is (--table influencers) and map its columns "
            "(--map followers_count=Subs)."
        )
    sources, constants = _sources(form, file, header)
    made = Plan(form, _kind(form, file, set(sources)), sources, constants)
    lacking = missing_groups(made)
    if lacking:
        first = lacking[0]
        hint = next(
            (
                suggestion
                for suggestion in suggested(form, header).items()
                if suggestion[0] in first
            ),
            None,
        )
        target, source = (hint[0], hint[1].source) if hint else (first[0], "YourColumn")
        raise ColumnError(
            f"{file.shown_name}: needs column {' or '.join(repr(name) for name in first)} for "
            f"{_named(form)}, found {_listed(header)}. Rename it, or map it: "
            f"--map {target}={source}."
        )
    return made


def missing_groups(made: Plan) -> tuple[tuple[str, ...], ...]:
    """Groups of targets of which one is needed and none is mapped."""
    return tuple(group for group in made.format.needs if not any(made.has(name) for name in group))


def recognised(file: ImportFile, header: Sequence[str]) -> Plan | None:
    """Like `plan`, but None for an unknown kind and no complaint about needed columns."""
    form = _format(file, header)
    if form is None:
        return None
    sources, constants = _sources(form, file, header)
    return Plan(form, _kind(form, file, set(sources)), sources, constants)


def _format(file: ImportFile, header: Sequence[str]) -> Format | None:
    if file.kind is not None:
        return FORMATS[_FORMAT_OF_KIND.get(file.kind, file.kind.removeprefix("table:"))]
    if file.table is None:
        return next((form for form in FORMATS.values() if _fits(form, file, header)), None)
    if file.table not in TABLE_NAMES:
        raise ColumnError(
            f"{file.shown_name}: expected a table among {', '.join(TABLE_NAMES)}, "
            f"found '{file.table}'."
        )
    variants = {"ratings": ("fifteen", "ratings"), "influencers": ("growth", "influencers")}
    names = variants.get(file.table, (file.table,))
    return (
        next((FORMATS[name] for name in names if _fits(FORMATS[name], file, header)), None)
        or (FORMATS[names[-1]])
    )


def _fits(form: Format, file: ImportFile, header: Sequence[str]) -> bool:
    there = set(propose(form, header, similar=False))
    there |= {name for name, source in file.mapping.items() if form.target(name) and source}
    groups = (*form.needs, *form.telling)
    if form.name in ("influencers", "brands") and len(there) < 2:
        return False  # an id alone is no table
    if form.name == "brands" and _of_creators(header) - {
        match.source for match in propose(form, header, similar=False).values()
    }:
        return False
    unknown = [name for name in file.mapping if not form.target(name)]
    return not unknown and all(any(name in there for name in group) for group in groups)


def _of_creators(header: Sequence[str]) -> set[str]:
    """Columns that only a table of creators has."""
    matches = propose(FORMATS["influencers"], header, similar=False)
    return {match.source for name, match in matches.items() if name in _CREATORS_ONLY}


def _sources(
    form: Format, file: ImportFile, header: Sequence[str]
) -> tuple[dict[str, int], dict[str, str]]:
    sources = {
        name: list(header).index(match.source)
        for name, match in propose(form, header, similar=False).items()
    }
    constants: dict[str, str] = {}
    for name, source in file.mapping.items():
        if form.target(name) is None:
            raise ColumnError(
                f"{file.shown_name}: the column map names target '{name}', which {_named(form)} "
                f"does not have. Targets: {', '.join(target.name for target in form.targets)}."
            )
        quoted = re.fullmatch(r"'(.*)'|\"(.*)\"", source)
        sources.pop(name, None)
        if quoted:
            constants[name] = quoted.group(1) if quoted.group(1) is not None else quoted.group(2)
        elif source:
            index = _column_index(file, source, header)
            # A column that a person asks for is not also used for what its name suggests.
            explicit = {target for target in file.mapping if file.mapping[target] == source}
            for other in [
                target for target in sources if sources[target] == index and target not in explicit
            ]:
                del sources[other]
            sources[name] = index
    return sources, constants


def _column_index(file: ImportFile, source: str, header: Sequence[str]) -> int:
    if source in header:
        return list(header).index(source)
    same = [index for index, column in enumerate(header) if plain(column) == plain(source)]
    if len(same) == 1 and plain(source):
        return same[0]
    close = difflib.get_close_matches(source, header, n=1)
    hint = f" Did you mean '{close[0]}'?" if close else ""
    raise ColumnError(
        f"{file.shown_name}: the column map names '{source}', found {_listed(header)}.{hint}"
    )


def _kind(form: Format, file: ImportFile, there: set[str]) -> str:
    if file.kind is not None:
        return file.kind
    if form.name in ("fifteen", "growth"):
        return "fifteen" if form.name == "fifteen" else "growth_csv"
    if file.table is None and form.name == "brands" and there & {"keywords", "description"}:
        return "brands_csv"
    if file.table is None and form.name == "influencers" and "recent_captions" in there:
        return "influencers_csv"
    return f"table:{form.table}"


def _named(form: Format) -> str:
    return "the fifteen-column table" if form.name == "fifteen" else f"table {form.table}"


def _examples() -> list[str]:
    return [
        f"{_named(form)} ({', '.join('/'.join(group) for group in form.needs)})"
        for form in FORMATS.values()
    ]


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(column[:40] for column in header[:_SHOWN_COLUMNS])
    more = len(header) - _SHOWN_COLUMNS
    return f"{shown} and {more} more" if more > 0 else shown
