"""`niches`: a table of posts in, the niche of each account out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from core.cli.build_commands import niches_option
from core.cli.running import DataOption, JsonOption, SeedOption, command
from core.errors import InputFileError
from core.evaluation.clustering import Agreement, agreement
from core.features.embeddings import Encoder
from core.models.niches.model import NichesConfig
from core.models.niches.selection import SelectionConfig
from core.pipeline.files.niches import AccountNiches, niches_of_posts
from core.store.export import check_ending, write
from core.store.ingest.reading import small_table

_ACCOUNT = ("account_id", "influencer_id")
_CAPTION = ("caption", "captions", "text")
_CATEGORY = ("category",)


@dataclass(frozen=True)
class _Posts:
    """Attributes:
    account_ids, captions: a post each; captions may be None.
    categories: account -> its most frequent category; empty when the file has none.
    skipped_count: rows left out: no account, or a line that cannot be taken apart.
    """

    account_ids: list[str]
    captions: list[str | None]
    categories: dict[str, str]
    skipped_count: int


# Groups that are made when no number of niches is stable, as without --k, and from how many
# accounts on.
ROUGH_COUNT, ROUGH_FROM = 8, SelectionConfig().fewest_creators


def register(app: typer.Typer) -> None:
    """Adds niches."""
    app.command("niches")(niches)


def niches(
    posts: Annotated[Path, typer.Option(help="CSV or Parquet with account_id and caption.")],
    out: Annotated[Path, typer.Option(help="Output file: .csv, .xlsx or .parquet.")],
    k: Annotated[str, typer.Option("--k", help="Number of niches, or 'auto'.")] = "8",
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find the niche of each account in a posts table from all its captions.

    If there is a 'category' column, the agreement with it is printed; it is not used to find
    niches.
    """
    niches_count = niches_option(k)
    with command("Niches of posts", data=data, as_json=as_json) as running:
        check_ending(out)
        table = _read(posts)
        encoder = Encoder(running.settings)
        group = partial(
            niches_of_posts,
            table.account_ids,
            table.captions,
            encoder,
            seed=running.settings.seed if seed is None else seed,
            report=running.report,
        )
        found = group(NichesConfig(niches_count=niches_count))
        is_rough = not found.model.niches_count and len(found.frame) >= ROUGH_FROM
        if is_rough:
            # A build falls back to given categories; a table of posts has nothing else to use.
            found = group(NichesConfig(niches_count=ROUGH_COUNT))
        write(found.frame, out, ids=("account_id",))
        compared = _agreement(found, table.categories)
        if is_rough:
            running.say(
                f"No number of niches is stable in these texts: {ROUGH_COUNT} rough groups were "
                "made. Look at their words before you use them."
            )
        for line in _lines(found, table, compared, out):
            running.say(line)
        running.finish(
            out=str(out),
            accounts=len(found.frame),
            posts=len(table.account_ids),
            skipped=table.skipped_count,
            niches=found.model.niches_count,
            is_stable=not is_rough,
            model_version=found.model.model_version,
            nmi=compared.nmi if compared else None,
            purity=compared.purity if compared else None,
        )


def _read(path: Path) -> _Posts:
    """The posts of a file, those of an account in the order of the file.

    Raises:
        InputFileError: it cannot be read or has no usable row.
        ColumnError: account_id or caption is missing.
    """
    with small_table.opened(path) as table:
        account, caption = table.place(_ACCOUNT), table.place(_CAPTION)
        category = table.optional(_CATEGORY)
        rows = table.rows(
            f"trim(c{account}::VARCHAR)",
            f"c{caption}::VARCHAR",
            "NULL" if category is None else f"nullif(trim(c{category}::VARCHAR), '')",
        )
    used = [row for row in rows if row[0]]
    if not used:
        raise InputFileError(
            f"{path.name}: expected rows with an account_id, found none among {len(rows):,}. "
            "Check that the columns are not shifted."
        )
    votes: dict[str, dict[str, int]] = {}
    for account_id, _, name in used:
        if name:
            counts = votes.setdefault(account_id, {})
            counts[name] = counts.get(name, 0) + 1
    return _Posts(
        [row[0] for row in used],
        [row[1] for row in used],
        {key: max(sorted(counts), key=lambda name: counts[name]) for key, counts in votes.items()},
        len(rows) - len(used) + table.broken_count,
    )


def _agreement(found: AccountNiches, categories: dict[str, str]) -> Agreement | None:
    groups = found.frame["niche_id"].fillna(-1).astype(int).tolist()
    given = [categories.get(account_id) for account_id in found.frame["account_id"]]
    return agreement(groups, given)


def _lines(found: AccountNiches, table: _Posts, compared: Agreement | None, out: Path) -> list[str]:
    lines = []
    frame = found.frame
    sizes = frame["niche_id"].value_counts()
    named = frame.drop_duplicates("niche_id").dropna(subset=["niche_id"]).sort_values("niche_id")
    for niche_id, name, words in zip(
        named["niche_id"], named["niche_name"], named["niche_keywords"], strict=True
    ):
        lines.append(f"  {niche_id:>2}  {sizes[niche_id]:>7,}  {name}  ({words})")
    unknown = int(frame["niche_id"].isna().sum())
    if unknown and found.model.niches_count:
        lines.append(f"{unknown:,} accounts have no readable text and no niche.")
    if table.skipped_count:
        lines.append(f"{table.skipped_count:,} rows could not be used: no account_id, or broken.")
    if compared:
        lines.append(
            f"Agreement with the given categories of {compared.rows_count:,} accounts: "
            f"NMI {compared.nmi:.3f}, purity {compared.purity:.3f} (a single niche would have "
            f"{compared.largest_share:.3f})."
        )
    count = found.model.niches_count
    if not count and len(frame):
        lines.append(
            f"There are too few readable accounts for niches (fewer than {ROUGH_FROM}), so none "
            "was made. Set --k to make a number of them anyway."
        )
    lines.append(f"{out}: {len(frame):,} accounts in {count} niche{'s' if count != 1 else ''}")
    return lines
