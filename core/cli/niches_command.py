"""`niches`: a table of posts in, the niche of each account out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from core.cli.build_command import niches_option
from core.cli.running import DataOption, JsonOption, SeedOption, command
from core.evaluation.clustering import Agreement
from core.features.embeddings import Encoder
from core.formats import counted
from core.models.niches.taxonomy import own_taxonomy, read_taxonomy
from core.services.tables.niches import (
    ROUGH_COUNT,
    ROUGH_FROM,
    AccountNiches,
    PostTable,
    category_agreement,
    niches_of_table,
    read_post_table,
)
from core.store.export import check_ending, write


def register(app: typer.Typer) -> None:
    """Adds niches."""
    app.command("niches")(niches)


def niches(
    posts: Annotated[Path, typer.Option(help="CSV, XLSX or Parquet with account_id and caption.")],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    k: Annotated[str, typer.Option("--k", help="Number of niches, or 'auto'.")] = "8",
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the niche of each account in a posts table from all its captions.

    Niches are named by topics; 'niche_taxonomy.toml' in the data folder takes the place of the
    shipped ones. If there is a 'category' column, the agreement with it is printed; it is not used
    to find niches.
    """
    niches_count = niches_option(k)
    with command("Niches of posts", data=data, as_json=as_json) as running:
        check_ending(out)
        table = read_post_table(posts)
        accounts = niches_of_table(
            table,
            Encoder(running.settings, report=running.report),
            niches_count,
            seed=running.settings.seed if seed is None else seed,
            taxonomy=read_taxonomy(own_taxonomy(running.settings.data_dir)),
            report=running.report,
        )
        write(accounts.frame, out, ids=("account_id",))
        compared = category_agreement(accounts, table.categories)
        if accounts.is_rough:
            running.say(
                f"No number of niches is stable in these texts: {ROUGH_COUNT} rough groups were "
                "made. Look at their words before you use them."
            )
        for line in _lines(accounts, table, compared, out):
            running.say(line)
        running.finish(
            out=str(out),
            accounts=len(accounts.frame),
            posts=len(table.account_ids),
            skipped=table.skipped_count,
            niches=accounts.model.niches_count,
            is_stable=not accounts.is_rough,
            model_version=accounts.model.model_version,
            nmi=compared.nmi if compared else None,
            purity=compared.purity if compared else None,
        )


def _lines(
    accounts: AccountNiches, table: PostTable, compared: Agreement | None, out: Path
) -> list[str]:
    lines = []
    frame = accounts.frame
    sizes = frame["niche_id"].value_counts()
    named = frame.drop_duplicates("niche_id").dropna(subset=["niche_id"]).sort_values("niche_id")
    for niche_id, name, words in zip(
        named["niche_id"], named["niche_name"], named["niche_keywords"], strict=True
    ):
        lines.append(f"  {niche_id:>2}  {sizes[niche_id]:>7,}  {name}  ({words})")
    unknown = int(frame["niche_id"].isna().sum())
    if unknown and accounts.model.niches_count:
        lines.append(f"{unknown:,} accounts have no readable text and no niche.")
    if table.skipped_count:
        lines.append(
            f"{counted(table.skipped_count, 'row')} could not be used: no account_id, or broken."
        )
    if compared:
        lines.append(
            f"Agreement with the given categories of {compared.rows_count:,} accounts: "
            f"NMI {compared.nmi:.3f}, purity {compared.purity:.3f} (a single niche would have "
            f"{compared.largest_share:.3f})."
        )
    count = accounts.model.niches_count
    if not count and len(frame):
        lines.append(
            f"There are too few readable accounts for niches (fewer than {ROUGH_FROM}), so none "
            "was made. Set --k to make a number of them anyway."
        )
    lines.append(f"{out}: {len(frame):,} accounts in {counted(count, 'niche')}")
    return lines
