"""How a file is read: its table, and which column fills which target."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import ColumnError
from core.formats import listed_names, short_name
from core.store.ingest.column_names import plain, propose, suggested
from core.store.ingest.formats import FORMATS, Format
from core.store.ingest.model import ImportFile
from core.store.ingest.table_choice import TableChoice, chosen_table

_SHOWN_COLUMNS = 20


@dataclass(frozen=True)
class Plan:
    """How one file is read.

    Attributes:
        kind: as in `Preview.kind`.
        reason: why it is read as this table, see `TableChoice`.
        sources: target name -> index of the column in the file.
        constants: target name -> text that stands for every row.
    """

    format: Format
    kind: str
    reason: str
    sources: Mapping[str, int]
    constants: Mapping[str, str]

    def has(self, target: str) -> bool:
        """Whether a column or a constant of the file fills this target."""
        return target in self.sources or target in self.constants


def plan(file: ImportFile, header: Sequence[str]) -> Plan:
    """How to read a file with this header.

    Raises:
        ColumnError: the kind is not recognised, a needed column is missing, or the column
            map names a column or a target that is not there.
    """
    choice = chosen_table(file, header)
    if choice is None:
        every = sorted({target.name for known in FORMATS.values() for target in known.targets})
        strange = [name for name in file.mapping if name not in every]
        if strange:
            raise ColumnError(
                f"{file.shown_name}: the column map names target '{strange[0]}', which no table "
                f"has. Targets: {', '.join(every)}."
            )
        raise ColumnError(
            f"{file.shown_name}: cannot tell what kind of table this is; found columns "
            f"{listed_names(header, _SHOWN_COLUMNS)}. Expected one of: {'; '.join(_examples())}. "
            "Say which table it is (--table influencers) and map its columns "
            "(--map followers_count=Subs)."
        )
    form = choice.format
    made = _planned(choice, file, header)
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
            f"{_named(form)}, found {listed_names(header, _SHOWN_COLUMNS)}. Rename it, or map it: "
            f"--map {target}={source}."
        )
    return made


def missing_groups(made: Plan) -> tuple[tuple[str, ...], ...]:
    """Groups of targets of which one is needed and none is mapped."""
    return tuple(group for group in made.format.needs if not any(made.has(name) for name in group))


def recognised(file: ImportFile, header: Sequence[str]) -> Plan | None:
    """Like `plan`, but None for an unknown kind and no complaint about needed columns."""
    choice = chosen_table(file, header)
    return None if choice is None else _planned(choice, file, header)


def _planned(choice: TableChoice, file: ImportFile, header: Sequence[str]) -> Plan:
    form = choice.format
    sources, constants = _sources(form, file, header)
    return Plan(form, _kind(form, file, set(sources)), choice.reason, sources, constants)


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
    hint = f" Did you mean '{short_name(close[0])}'?" if close else ""
    raise ColumnError(
        f"{file.shown_name}: the column map names '{short_name(source)}', found "
        f"{listed_names(header, _SHOWN_COLUMNS)}.{hint}"
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
