"""How near day, peak gain and what was kept of it come to the planted orders.

    python -m bench.event_figures [--demo-seeds 42 43 44]

Orders of demo data whose growth is worth checking and whose main event has their pattern; the
peak gain is off by a fraction of the planted one, the share kept by a difference of shares.
"""

from __future__ import annotations

import argparse

import pandas as pd

from core.demo.generator import DemoConfig, generate
from core.evaluation.event_figures import figure_errors, figure_table
from core.models.growth.evidence.evidence import growth_evidence
from core.models.growth.kinds import KIND_WORDS
from core.models.growth.learner import shipped
from core.pipeline.growth_learning.planted import planted_growth


def main() -> None:
    """Prints one table per pattern."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo-seeds", type=int, nargs="+", default=[42, 43, 44])
    errors = []
    for seed in parser.parse_args().demo_seeds:
        data = generate(DemoConfig(), seed=seed)
        planted = planted_growth(data)
        evidence = growth_evidence(planted.given, shipped(), threads=1)
        errors.append(
            figure_errors(
                data.truth["purchases"], planted.creator_ids, evidence.creators, evidence.events
            )
        )
    table = figure_table(pd.concat(errors, ignore_index=True))
    for kind, figures in table.groupby("kind", sort=False):
        print(f"### {KIND_WORDS[str(kind)].capitalize()}\n")
        print("| figure | orders | median error | nine of ten within | tolerance | within it |")
        print("|---|---|---|---|---|---|")
        for row in figures.itertuples():
            show = _days if "day" in row.figure and "kept" not in row.figure else _percent
            print(
                f"| {row.figure} | {row.orders_count} | {show(row.median_error)} | "
                f"{show(row.p90_error)} | {show(row.tolerance)} | {row.within_share:.0%} |"
            )
        print()


def _days(value: float) -> str:
    return f"{value:.0f} d"


def _percent(value: float) -> str:
    return f"{value:.1%}"


if __name__ == "__main__":
    main()
