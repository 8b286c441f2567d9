"""Command pseudonymise: a copy of the data in use to show, in which creators have other names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.cli.running import DataOption, JsonOption, Running, command
from core.errors import AppError, NotFoundError


def register(app: typer.Typer) -> None:
    """Adds pseudonymise."""
    app.command("pseudonymise")(pseudonymise)


def pseudonymise(
    to: Annotated[
        Path | None, typer.Option("--to", help="New or empty data folder for the copy.")
    ] = None,
    who: Annotated[
        str | None,
        typer.Option(help="Say which creator of the data in use has this pseudonym."),
    ] = None,
    without_texts: Annotated[
        bool,
        typer.Option(
            "--without-texts",
            help="Leave bios, captions and comments out: a caption can be looked up on the web.",
        ),
    ] = False,
    brands: Annotated[
        bool, typer.Option("--brands", help="Give brands other names as well.")
    ] = False,
    quick: Annotated[
        bool,
        typer.Option("--quick", help="Encode one short text per creator instead of every post."),
    ] = False,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the data in use to a new data folder, with other names for creators, to show it.

    Handles, names, ids, addresses and links are replaced, also in texts; pictures, rejected rows
    and the workspace stay behind. Counts, prices and dates are not changed. The copy is computed
    again and searched for the old names. The key to the names stays in the first data folder.
    """
    with command("Pseudonymise", data=data, as_json=as_json) as running:
        if (to is None) == (who is None):
            raise AppError("Say where the copy goes with --to FOLDER, or ask with --who PSEUDONYM.")
        if who is not None:
            _say_who(running, who)
        elif to is not None:
            _copy(running, to, without_texts, brands, quick)


def _say_who(running: Running, who: str) -> None:
    from core.pipeline.pseudonyms.copying import creator_called

    found = creator_called(running.settings, who)
    if not found:
        raise NotFoundError(
            f"No creator of the data in use has the pseudonym '{who[:80]}'. Who was forgotten "
            "since the copy was made has none."
        )
    for account, pseudonym in found:
        running.say(f"{pseudonym.handle} is @{account.handle} on {account.platform}.")
    running.finish(
        creators=[
            {
                "handle": account.handle,
                "platform": account.platform,
                "influencer_id": account.influencer_id,
                "pseudonym": pseudonym.handle,
            }
            for account, pseudonym in found
        ]
    )


def _copy(running: Running, to: Path, without_texts: bool, brands: bool, quick: bool) -> None:
    from core.pipeline.pseudonyms.copying import Choices, make_copy

    choices = Choices(not without_texts, brands, True if quick else None)
    made = make_copy(running.settings, to, choices, running.report)
    proof, counts = made.proof, made.build.manifest["row_counts"]
    running.say(
        f"{to}: {counts['influencers']:,} creators with other names, {counts['posts']:,} posts, "
        f"{counts['brands']:,} brands. Show it: python -m core serve --data {to}"
    )
    running.say(
        f"Looked for {proof.handles_count:,} handles, {proof.names_count:,} names and "
        f"{proof.ids_count:,} ids in all tables and {proof.bytes_count / 1e6:,.0f} MB of files: "
        f"{len(proof.left) or 'none'} found."
    )
    for left in proof.left[:20]:
        running.say(f"  {left.where}: '{left.what}', which may be a word of the program.")
    if made.kept_words:
        words = ", ".join(made.kept_words[:12]) + (", ..." if len(made.kept_words) > 12 else "")
        running.say(
            f"{len(made.kept_words):,} names are words that others use, and stay in texts: {words}."
        )
    captions = "" if without_texts else ", and a caption can be looked up on the web"
    running.say(
        "It is still personal data: counts, prices and dates are as they were, and who knows them "
        f"may recognise a creator{captions}."
    )
    running.finish(
        folder=str(to),
        build_id=made.build.build_id,
        row_counts=counts,
        handles_searched=proof.handles_count,
        names_searched=proof.names_count,
        ids_searched=proof.ids_count,
        bytes_searched=proof.bytes_count,
        left=[{"where": one.where, "what": one.what} for one in proof.left],
        kept_words=list(made.kept_words),
    )
