"""What each view of accounts adds to the ranker, on brands of a build that training has not seen.

    python -m bench.ranking_views --data data --base text,account --views topics,pictures

Five folds by brand for each deal, candidates are all creators, weights are chosen within the
training brands. Each view of the build is added to the base, alone and together, and left out of
all.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.evaluation.brand_ranking.figures import MEASURES, BrandFigures, averaged, gain_interval
from core.evaluation.brand_ranking.report import RANKER, ranking_report
from core.models.ranking.views import Collaborations
from core.services.ranking.of_build import collaborations_of_build
from core.services.ranking.views import kept_arrays
from core.services.session import open_session
from core.settings import Settings

FOLDS = 5


def view_sets(
    base: Sequence[str], views: Sequence[str], *, leave_out: bool = True
) -> dict[str, list[str]]:
    """Title -> views: the base, one view more, all, and with `leave_out` all but one."""
    sets = {", ".join(base): list(base)}
    for name in views:
        sets[f"+ {name}"] = [*base, name]
    if len(views) > 1:
        sets[f"+ {', '.join(views)}"] = [*base, *views]
    everything = [*base, *views]
    for name in everything if leave_out else ():
        left = [other for other in everything if other != name]
        if left and left not in sets.values():
            sets[f"all without {name}"] = left
    return sets


def measured(known: Collaborations, *, deals: int, seed: int) -> list[BrandFigures]:
    """Figures of the ranker in each deal."""
    report = ranking_report(known, folds=FOLDS, deals=deals, known_creators=True, seed=seed)
    return list(report.deals[RANKER])


def _row(name: str, deals: Sequence[BrandFigures]) -> str:
    means = averaged(deals).means()
    cells = []
    for measure in MEASURES:
        of_deals = [deal.means()[measure] for deal in deals]
        spread = float(np.std(of_deals, ddof=1)) if len(deals) > 1 else 0.0
        cells.append(f"{means[measure]:.3f} ± {spread:.3f}".replace("0.", "."))
    return f"| {name} | {' | '.join(cells)} |"


def _gain_row(
    name: str, deals: Sequence[BrandFigures], base: Sequence[BrandFigures], seed: int
) -> str:
    gains = gain_interval(averaged(deals), averaged(base), seed=seed)
    cells = [
        f"{gain:+.3f} ({low:+.3f} to {high:+.3f})".replace("0.", ".")
        for gain, low, high in (gains[measure] for measure in MEASURES)
    ]
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=None, help="data folder")
    parser.add_argument("--base", default="text,account")
    parser.add_argument("--views", default="", help="to add; all others of the build by default")
    parser.add_argument("--deals", type=int, default=3)
    parser.add_argument("--add-only", action="store_true", help="leave no view out of all")
    parser.add_argument("--seed", type=int, default=500)
    options = parser.parse_args()
    settings = Settings.from_env(options.data)
    with open_session(settings) as session:
        known = collaborations_of_build(session.con, kept_arrays(session.folder)).known
    base = options.base.split(",")
    others = sorted(set(known.creators.arrays) - set(base))
    views = options.views.split(",") if options.views else others
    sets = view_sets(base, views, leave_out=not options.add_only)
    header = f"{' | '.join(MEASURES)} |\n|---|{'---|' * len(MEASURES)}"
    print(f"| views | {header}")
    found: dict[str, list[BrandFigures]] = {}
    for name, chosen in sets.items():
        found[name] = measured(known.of_views(chosen), deals=options.deals, seed=options.seed)
        print(_row(name, found[name]), flush=True)
    first = next(iter(found))
    print(f"\nGain over {first} (95%, paired by brand):\n\n| views | {header}")
    for name, deals in found.items():
        if name != first:
            print(_gain_row(name, deals, found[first], options.seed))


if __name__ == "__main__":
    main()
