"""The rows from which the growth model that comes along is learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from core.demo.generator import DemoConfig, generate
from core.models.growth.evidence.reading import signals_by_creator
from core.models.growth.learner import LabelledSignals
from core.pipeline.growth_learning.planted import PlantedGrowth, planted_growth
from core.pipeline.growth_learning.rises import with_rises
from core.pipeline.growth_learning.small import with_small_accounts

_WEEKLY_DAYS = 210
# Of the small accounts that stand among larger ones; alone they are all of them.
_SMALL_SHARE = 0.5
# Of those who bought nothing, how many grow faster for a while.
_RISE_SHARE = 0.35
# Weights in training. Lookups and rounding hide most of a delivery: with equal shares these
# readings lose recall to small accounts, and small accounts lose precision to these readings.
_SMALL_WEIGHT, _ROUNDED_WEIGHT, _LOOKED_UP_WEIGHT = 2.0, 2.0, 3.0


def learning_rows(seeds: tuple[int, ...], *, creators_count: int) -> LabelledSignals:
    """Signals of demo creators of several seeds, each read in several ways.

    As they are, with posts that are stored late, without posts, with small sizes (without posts,
    as their likes would not fit), with several purchases in place of one, with counts rounded as
    platforms show them (with posts and without) or looked up every third day, and over a longer
    time by weekly counts, so that the model knows what it does not see. Small and still accounts
    come alone and among the others, and so do honest creators who grow faster for a while.
    Every second seed has purchases and bursts of all paces. Readings that are hard to tell weigh
    more than the others, whose weight is 1.
    """
    # With a group for each data set, as its creators must not stand on both sides of a split,
    # and the weight of its rows.
    planted: list[tuple[int, PlantedGrowth, float]] = []
    for number, seed in enumerate(seeds):
        config = DemoConfig(creators_count=creators_count, all_shapes=number % 2 == 0)
        data = generate(config, seed=seed)

        def draws(part: int, seed: int = seed) -> np.random.Generator:
            return np.random.default_rng([seed, part])

        without_posts = planted_growth(data, with_posts=False)
        small_among_others = with_small_accounts(
            planted_growth(data), draws(12), share=_SMALL_SHARE
        )
        planted += [
            (2 * number, reading, weight)
            for reading, weight in (
                (planted_growth(data), 1.0),
                (without_posts, 1.0),
                (planted_growth(data, with_posts=False, small=draws(7)), 1.0),
                (planted_growth(data, more_orders=draws(8)), 1.0),
                (planted_growth(data, rounded=True), 1.0),
                (planted_growth(data, with_posts=False, rounded=True), _ROUNDED_WEIGHT),
                (planted_growth(data, with_posts=False, held_days=3), _LOOKED_UP_WEIGHT),
                (planted_growth(data, late_posts=draws(10)), 1.0),
                (with_small_accounts(without_posts, draws(11)), _SMALL_WEIGHT),
                (small_among_others, _SMALL_WEIGHT),
                (with_rises(planted_growth(data), draws(20), share=_RISE_SHARE), 1.0),
                (with_rises(without_posts, draws(21), share=_RISE_SHARE), 1.0),
            )
        ]
        longer = replace(config, days=_WEEKLY_DAYS, creators_count=max(creators_count // 3, 1))
        weekly = planted_growth(generate(longer, seed=seed + 1000), every=7)
        planted.append((2 * number + 1, weekly, 1.0))
    tables, purchased, patterns, groups, weights = [], [], [], [], []
    for group, reading, weight in planted:
        signals = signals_by_creator(reading.given)
        if reading.changed is not None:
            # The others stand there for comparison, and come in the other readings.
            signals = signals[reading.changed[signals.index]]
        rows = signals.index.to_numpy(np.int64)
        tables.append(signals)
        purchased.append(reading.purchased[rows])
        patterns.append(reading.patterns[rows])
        groups.append(rows + group * creators_count)
        weights.append(np.full(len(rows), weight))
    return LabelledSignals(
        pd.concat(tables, ignore_index=True),
        np.concatenate(purchased),
        np.concatenate(patterns),
        np.concatenate(groups),
        np.concatenate(weights),
    )
