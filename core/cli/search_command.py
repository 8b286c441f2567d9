"""`search`: words in, creators out, with why each was found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.cli.data_in_use import data_session
from core.cli.running import DataOption, JsonOption, Running, command
from core.errors import InputFileError
from core.formats import compact, counted
from core.queries.search.creators import SearchFilter
from core.services.accounts import PLATFORMS
from core.services.search.creators import LIST_MAX, FoundCreators, search_creators
from core.services.search.notes import search_notes
from core.services.search.table import found_table
from core.services.search.things import named_things
from core.store.export import check_ending, write

_SHOWN = 10


def register(app: typer.Typer) -> None:
    """Adds search."""
    app.command("search")(search)


def search(
    query: Annotated[
        str,
        typer.Argument(help='Words, "exact phrases", #hashtags or @handles, in any language.'),
    ],
    limit: Annotated[
        int, typer.Option(min=1, max=LIST_MAX, help="Creators to list at most.")
    ] = _SHOWN,
    platform: Annotated[
        list[str] | None, typer.Option(help=f"Only this platform: {', '.join(PLATFORMS)}.")
    ] = None,
    hide_unusual: Annotated[
        bool, typer.Option("--hide-unusual", help="Leave out creators with unusual growth.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Output file: .csv, .xlsx or .parquet.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search creators by handle, name, bio, caption, hashtag and meaning; says why each is found.

    Typing errors are forgiven. What is there as typed stands above what was corrected, and that
    above what is only close in meaning.
    """
    with command("Search", data=data, as_json=as_json) as running:
        if out:
            check_ending(out)
        platforms = tuple(name.lower() for name in platform or ())
        if unknown := set(platforms) - set(PLATFORMS):
            raise InputFileError(
                f"--platform: expected {', '.join(PLATFORMS)}, found '{min(unknown)[:40]}'."
            )
        chosen = SearchFilter(platforms=platforms, hide_unusual=hide_unusual)
        with data_session(running) as session:
            found = search_creators(session, query, chosen, limit=limit)
            table = found_table(session, found)
            things = named_things(session, query)
            running.finish(build_id=session.build_id)
        _say(running, found, query)
        for row in table.to_dict("records"):
            running.say(
                f"{row['rank']:>4}  @{row['handle']:<24} {compact(row['followers_count']):>7}  "
                f"{row['reasons']}"
            )
        for thing in things:
            running.say(f"      {thing.kind} {thing.name} {thing.note}".rstrip())
        if out:
            write(table, out, ids=("influencer_id",), about=running.about)
            running.say(f"{out}: {counted(len(table), 'creator')}")
        running.finish(
            creators=table.astype(object).where(table.notna(), None).to_dict("records"),
            words_count=found.words_count,
            corrections=found.corrections,
            others=[{"kind": thing.kind, "id": thing.id, "name": thing.name} for thing in things],
            out=str(out) if out else None,
        )


def _say(running: Running, found: FoundCreators, query: str) -> None:
    if not found.is_indexed:
        running.say(
            "This build has no index of texts: handles and names alone were searched. "
            "'python -m core build' makes one."
        )
    for typed, meant in found.corrections.items():
        running.say(f"'{typed}' taken as {', '.join(meant)}.")
    if found.query.is_empty:
        running.say("Nothing to look for: give a word, a handle or a hashtag.")
    elif found.creators.empty:
        running.say(f"No creator matches '{query[:80]}'. Try fewer or other words.")
    for note in search_notes(found):
        running.say(note)
    if found.words_count > len(found.creators):
        running.say(f"{found.words_count:,} creators hold all words; --limit lists more.")
