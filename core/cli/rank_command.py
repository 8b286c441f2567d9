"""`rank`: brands, creators and their collaborations in, an order of creators for each brand out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from core.cli.brand_option import UngatedOption, named_brand, ungated_kinds
from core.cli.data_in_use import data_session
from core.cli.running import DataOption, JsonOption, Running, SeedOption, command
from core.domain.match_orders import MATCH_ORDERS, ORDER_LABELS, POSTS
from core.errors import InputFileError, ModelError
from core.evaluation.brand_ranking.choice import RankerChoice
from core.evaluation.brand_ranking.report import RANKER, RankingReport, ranking_report
from core.formats import counted
from core.models.ranking.views import AccountViews, Collaborations
from core.queries.brands import all_brands
from core.queries.collaborations import partners
from core.services.ranking.lists import ranked_lists
from core.services.ranking.of_build import BRANDS_MIN, build_report, collaborations_of_build
from core.services.ranking.order import default_order
from core.services.ranking.views import BASE_VIEWS, kept_arrays
from core.services.session import BuildSession
from core.services.tables.rank import TableRanking, rank_table
from core.services.tables.rank_views import read_accounts, read_pairs, shared_views
from core.store.export import check_ending, write
from core.workspace.database import workspace

_BUILD_TOP, _SHOWN = 100, 10  # creators per brand in a file and on the terminal


@dataclass(frozen=True)
class ListOptions:
    """What was asked for of the lists of the data in use."""

    order: str | None
    top: int
    ungated: list[str] | None
    include_unusual: bool


def register(app: typer.Typer) -> None:
    """Adds rank."""
    app.command("rank")(rank)


def rank(
    brands: Annotated[
        Path | None, typer.Option(help="NPZ of training brands: ids and one array per view.")
    ] = None,
    influencers: Annotated[
        Path | None, typer.Option(help="NPZ of training creators, with the same views.")
    ] = None,
    positives: Annotated[
        Path | None,
        typer.Option(
            help="CSV, XLSX or Parquet with brand_id and influencer_id of collaborations."
        ),
    ] = None,
    test_brands: Annotated[
        Path | None, typer.Option(help="NPZ of the brands to rank creators for.")
    ] = None,
    test_influencers: Annotated[
        Path | None, typer.Option(help="NPZ of the creators to rank.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Output file: .csv, .xlsx or .parquet.")] = None,
    brand: Annotated[
        str | None, typer.Option(help="Brand id or name. Default: all brands of the data in use.")
    ] = None,
    include_unusual: Annotated[
        bool,
        typer.Option("--include-unusual", help="Also list creators with unusual growth."),
    ] = False,
    order: Annotated[
        str | None,
        typer.Option(
            help="Order of the data in use, as on Brand match: best, posts or collaborations. "
            "Default: best, if it finds more partners of brands held out than posts does."
        ),
    ] = None,
    ungated: UngatedOption = None,
    top: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Creators per brand. Default: all; of the data in use 100, or 10 without --out.",
        ),
    ] = None,
    alone: Annotated[
        bool,
        typer.Option(
            "--alone", help="Rank each brand on its own, whatever other brands are in the file."
        ),
    ] = False,
    evaluate: Annotated[
        bool,
        typer.Option(
            "--evaluate",
            help="Print scores on training brands that were held out, of all brands whatever "
            "--brand says.",
        ),
    ] = False,
    folds: Annotated[int, typer.Option(min=2, help="Folds of brands for --evaluate.")] = 5,
    repeats: Annotated[
        int, typer.Option(min=1, help="Repeat --evaluate with other folds; averages are shown.")
    ] = 1,
    seed: SeedOption = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rank creators for brands by their views, trained on collaborations of other brands.

    With NPZ files, a view is an array with one row per account, such as topics or concepts; rows
    with NaN count as unknown, an array named category is used for cAUC only. Without files, the
    data in use is ranked as on Brand match, less the creators a brand has worked with.
    """
    with command("Ranking", data=data, as_json=as_json) as running:
        if out:
            check_ending(out)
        seed = running.settings.seed if seed is None else seed
        if brands and influencers and positives:
            _check_options(test_brands, test_influencers, out, evaluate=evaluate)
            if brand or order or include_unusual or ungated:
                raise InputFileError(
                    "--brand, --order, --ungated and --include-unusual are for the data in use. "
                    "Leave them out, or leave out the files."
                )
            known, sample = _read(
                running, (brands, influencers, positives), test_brands, test_influencers
            )
            if evaluate:
                _say_report(
                    running,
                    ranking_report(
                        known, folds=folds, deals=repeats, seed=seed, report=running.report
                    ),
                )
            if out and sample:
                result = rank_table(
                    known, *sample, top=top, alone=alone, seed=seed, report=running.report
                )
                _write(running, result, out)
            return
        if any((brands, influencers, positives, test_brands, test_influencers)):
            raise InputFileError(
                "Give --brands, --influencers and --positives together, or none of them to rank "
                "the data in use."
            )
        if not out and not evaluate and not brand:
            raise InputFileError("Nothing to do. Give --out, --brand or --evaluate.")
        with data_session(running) as session:
            running.finish(build_id=session.build_id)
            if evaluate:
                _evaluate_build(running, session, folds, repeats, seed)
                if brand:
                    running.say(
                        "Measured on all brands with collaborations; --brand limits the list alone."
                    )
            if out or brand:
                most = top or (_BUILD_TOP if out else _SHOWN)
                options = ListOptions(order, most, ungated, include_unusual)
                _write_lists(running, session, brand, options, out)


def _evaluate_build(
    running: Running, session: BuildSession, folds: int, repeats: int, seed: int
) -> None:
    known = collaborations_of_build(session.con, kept_arrays(session.folder)).known
    known = known.of_views(session.ranking().facts["views"] if session.has_ranking else BASE_VIEWS)
    running.say(
        f"{int(known.positives.sum()):,} pairs of {len(known.brands.ids):,} brands and "
        f"{len(known.creators.ids):,} creators in the data in use; views: "
        f"{', '.join(known.brands.arrays)}."
    )
    running.finish(pairs=int(known.positives.sum()), views=list(known.brands.arrays))
    report = build_report(known, folds=folds, repeats=repeats, seed=seed, report=running.report)
    _say_report(running, report)


def _write_lists(
    running: Running,
    session: BuildSession,
    brand: str | None,
    options: ListOptions,
    out: Path | None,
) -> None:
    """Writes the lists to a file, or says that of one brand."""
    order = options.order
    if order not in (None, *MATCH_ORDERS):
        raise InputFileError(f"--order: expected {', '.join(MATCH_ORDERS)}, found '{order}'.")
    if order not in (None, POSTS) and not session.has_ranking:
        has_them = len({brand_id for brand_id, _ in partners(session.con)}) >= BRANDS_MIN
        raise ModelError(
            f"--order {order} is learned from collaborations; the build in use has no such order. "
            + (
                "Run 'python -m core build --from ranking'."
                if has_them
                else "Import who worked with whom (--table collaborations), or use --order posts."
            )
        )
    order = order or default_order(session)
    if brand:
        brands = [named_brand(session, workspace(running.settings), brand)]
    else:
        brands = all_brands(session.con)
    frame = ranked_lists(
        session,
        brands,
        order,
        top=options.top,
        without_gates=ungated_kinds(options.ungated),
        include_unusual=options.include_unusual,
        report=running.report,
    )
    running.say(f"Order: {order} ({ORDER_LABELS[order]}).")
    running.finish(rows=len(frame), order=order)
    if out is None:
        for row in frame.to_dict("records"):
            running.say(f"{row['place']:>4}  @{row['handle']}  {row['score']:.2f}")
        running.finish(creators=frame[["place", "influencer_id", "score"]].to_dict("records"))
        return
    write(frame, out, ids=("brand_id", "influencer_id"), about=running.about)
    running.say(f"{out}: {counted(len(frame), 'row')}, brands: {frame['brand_id'].nunique():,}")
    running.finish(out=str(out))


def _read(
    running: Running,
    training: tuple[Path, Path, Path],
    test_brands: Path | None,
    test_influencers: Path | None,
) -> tuple[Collaborations, tuple[AccountViews, AccountViews] | None]:
    """What the training files say, and the accounts to rank, with the views that all have."""
    files = [*training[:2], *(file for file in (test_brands, test_influencers) if file)]
    accounts = [read_accounts(file, running.say) for file in files]
    views = shared_views(*accounts)
    known = read_pairs(training[2], views[0], views[1])
    unused = sorted({name for part in accounts for name in part.arrays} - set(views[0].arrays))
    running.say(
        f"{known.used_count:,} pairs of {len(views[0].ids):,} brands and {len(views[1].ids):,} "
        f"creators; views: {', '.join(views[0].arrays)}."
    )
    if unused:
        running.say(f"Views that not all files have, not used: {', '.join(unused)}.")
    if known.unknown_count:
        running.say(
            f"{counted(known.unknown_count, 'row')} of {training[2].name} left out: brand or "
            "creator has no views."
        )
    running.finish(
        pairs=known.used_count, unknown_pairs=known.unknown_count, views=list(views[0].arrays)
    )
    return known.collaborations, (views[2], views[3]) if len(views) > 2 else None


def _write(running: Running, result: TableRanking, out: Path) -> None:
    write(result.frame, out, ids=("brand_id", "influencer_id"))
    _say_choice(running, result.choice)
    if not result.is_balanced:
        running.say("Each brand is ranked on its own.")
    brands_count = result.frame["brand_id"].nunique()
    running.say(
        f"{result.known_count:,} of the {result.creators_count:,} creators worked with training "
        "brands."
    )
    running.say(f"{out}: {counted(len(result.frame), 'row')}, brands: {brands_count:,}")
    running.finish(
        out=str(out),
        rows=len(result.frame),
        known_creators=result.known_count,
        weights=dict(result.choice.config.views),
        temperature=result.choice.config.temperature,
        balanced=result.is_balanced,
    )


def _check_options(
    test_brands: Path | None, test_influencers: Path | None, out: Path | None, *, evaluate: bool
) -> None:
    given = [test_brands, test_influencers, out]
    if any(given) and not all(given):
        raise InputFileError(
            "To rank, give --test-brands, --test-influencers and --out together; to measure alone, "
            "none of them, with --evaluate."
        )
    if not out and not evaluate:
        raise InputFileError(
            "Nothing to do. Give --test-brands, --test-influencers and --out, or --evaluate."
        )


def _say_choice(running: Running, choice: RankerChoice) -> None:
    if not choice.brands_count:
        running.say("Too few brands to choose weights by: the defaults are used.")
        return
    changed = ", ".join(f"{name} {weight:g}" for name, weight in choice.config.views.items())
    running.say(
        f"Weights chosen on {choice.brands_count:,} held-out training brands: MAP "
        f"{choice.before:.3f} with the defaults, {choice.after:.3f} with "
        f"{changed or 'them, which nothing beat clearly'}."
    )


def _say_report(running: Running, report: RankingReport) -> None:
    means, spreads, gains = report.means(), report.spreads(), report.gains()
    measures = [name for name, value in means[RANKER].items() if not math.isnan(value)]
    running.say("Brands that training has not seen:")
    running.say(" " * 16 + "".join(f"{name:>8}" for name in measures))
    for method in means:
        cells = "".join(f"{means[method][name]:>8.3f}" for name in measures)
        running.say(f"{method:<16}{cells}")
    for name in measures:
        if name in gains:
            better, gain, low, high = gains[name]
            running.say(f"{name}: {gain:+.3f} over the {better} (95% {low:+.3f} to {high:+.3f})")
    running.finish(
        quality=means,
        spread=spreads,
        gains={
            name: {"over": better, "gain": gain, "low": low, "high": high}
            for name, (better, gain, low, high) in gains.items()
        },
    )
