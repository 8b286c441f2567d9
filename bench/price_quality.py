"""Error and coverage of estimated prices on creators whose price was hidden.

    python -m bench.price_quality [--seeds 5] [--creators 4000]

Demo data of each seed; a fifth of the creators who list a price list none in turn, and are
estimated from the others. Prints four tables: predictors by error; ways to make the 80% range by
coverage and width; coverage of the way in use by tier, platform and size within the tier; and what
happens where prices are not hidden by chance: dear creators hide theirs more often, a platform
lists none, the largest tier lists none. Demo prices follow tier and engagement with noise of .5 in
logs, so that no 80% range can be much narrower than a factor of 3.6 within a tier that is not cut.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.demo.config import DemoConfig
from core.demo.generator import generate
from core.domain.tiers import tier_of
from core.models.prices.conformal import COVERAGE, quantile_pair
from core.models.prices.estimates import price_estimates
from core.models.prices.kept_aside import FOLDS
from core.models.prices.predictors import PREDICTORS, boosted_quantile, logs

_PLATFORM, _TIER = "youtube", "mega"


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--creators", type=int, default=4_000)
    options = parser.parse_args()
    hidden, ways, shifted = [], [], []
    for seed in range(42, 42 + options.seeds):
        creators = priced_demo(seed, options.creators)
        for rows in parts(creators, seed):
            hidden.append(judged(creators, rows, seed).assign(seed=seed))
        ways += [ranges_of_ways(creators, seed).assign(seed=seed)]
        shifted += not_by_chance(creators, seed)
    _print_errors(pd.concat(hidden))
    _print_ways(pd.concat(ways))
    _print_groups(pd.concat(hidden))
    _print_shifts(shifted)


def priced_demo(seed: int, creators_count: int) -> pd.DataFrame:
    """Demo creators as `price_estimates` takes them; the given category stands for the niche."""
    creators = generate(DemoConfig(creators_count=creators_count), seed=seed).tables["influencers"]
    reactions = creators["avg_likes"] + creators["avg_comments"]
    return creators.assign(
        tier=[None if pd.isna(n) else tier_of(int(n)) for n in creators["followers_count"]],
        engagement_rate=reactions / creators["followers_count"],
        niche=creators["category"],
        country=creators["audience_country"].fillna(creators["country"]),
    ).set_index("influencer_id")


def parts(creators: pd.DataFrame, seed: int) -> list[NDArray[np.int64]]:
    """The rows of the creators with a price, in `FOLDS` random parts."""
    priced = np.flatnonzero(creators["post_price"].notna() & creators["followers_count"].notna())
    return np.array_split(np.random.default_rng(seed).permutation(priced), FOLDS)


def without_prices(creators: pd.DataFrame, rows: NDArray[np.int64]) -> pd.DataFrame:
    """The creators, those of some rows without any price."""
    hidden = creators.copy()
    hidden.iloc[rows, [hidden.columns.get_loc(f"{form}_price") for form in ("post", "story")]] = (
        np.nan
    )
    return hidden


def judged(creators: pd.DataFrame, rows: NDArray[np.int64], seed: int) -> pd.DataFrame:
    """Estimates of the creators of some rows, whose prices were hidden, beside the prices."""
    hidden = without_prices(creators, rows)
    truth = creators.iloc[rows]
    found = price_estimates(hidden, "post", seed=seed).frame.reindex(truth.index)
    known = hidden[hidden["post_price"].notna()]
    predicted = {
        name: np.exp(fit(known, logs(known["post_price"]), seed)(truth))
        for name, fit in PREDICTORS.items()
    }
    return (
        truth[["tier", "platform", "followers_count", "post_price"]].join(found).assign(**predicted)
    )


def ranges_of_ways(creators: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Low and high ends of hidden prices by three ways to make a range, on the same parts."""
    rows = []
    for out in parts(creators, seed):
        hidden = without_prices(creators, out)
        known, truth = hidden[hidden["post_price"].notna()], creators.iloc[out]
        target, actual = logs(known["post_price"]), logs(truth["post_price"])
        own = price_estimates(hidden, "post", seed=seed).frame.reindex(truth.index)
        pooled, quantiles = (
            _pooled(known, target, truth, seed),
            _quantiles(known, target, truth, seed),
        )
        for way, low, high in (
            ("errors by tier", np.log(own["price_low"]), np.log(own["price_high"])),
            ("errors of all", *pooled),
            ("quantile trees", *quantiles),
        ):
            frame = pd.DataFrame({"way": way, "low": low, "high": high, "price": actual})
            rows.append(frame.assign(tier=truth["tier"].to_numpy()))
    return pd.concat(rows)


def _pooled(
    known: pd.DataFrame, target: NDArray[np.float64], others: pd.DataFrame, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """One pair of margins for everybody around the ridge."""
    folds = np.random.default_rng(seed).permutation(len(known)) % FOLDS
    errors = np.empty(len(known))
    for fold in range(FOLDS):
        out = folds == fold
        errors[out] = target[out] - PREDICTORS["ridge"](known[~out], target[~out], seed)(known[out])
    low, high = quantile_pair(errors, COVERAGE)
    middle = PREDICTORS["ridge"](known, target, seed)(others)
    return middle + low, middle + high


def _quantiles(
    known: pd.DataFrame, target: NDArray[np.float64], others: pd.DataFrame, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Conformalised quantile regression (Romano et al. 2019), half of the creators for each job."""
    first = np.random.default_rng(seed).permutation(len(known)) % 2 == 0
    missed = (1 - COVERAGE) / 2
    ends = [boosted_quantile(known[first], target[first], q, seed) for q in (missed, 1 - missed)]
    low, high = (end(known[~first]) for end in ends)
    scores = np.sort(np.maximum(low - target[~first], target[~first] - high))
    more = scores[min(int(np.ceil((len(scores) + 1) * COVERAGE)), len(scores)) - 1]
    return ends[0](others) - more, ends[1](others) + more


def not_by_chance(creators: pd.DataFrame, seed: int) -> list[tuple[str, float, float, float]]:
    """(case, share with an estimate, coverage, width) where prices are missing for a reason."""
    rng = np.random.default_rng(seed)
    priced = creators["post_price"].notna() & creators["followers_count"].notna()
    rank = creators["post_price"].groupby(creators["tier"]).rank(pct=True).fillna(0)
    cases = {
        "hidden by chance": priced & (rng.random(len(creators)) < 0.3),
        "dear ones hide theirs more often": priced & (rng.random(len(creators)) < 0.6 * rank),
        f"no price on {_PLATFORM}": priced & (creators["platform"] == _PLATFORM),
        f"no price of tier {_TIER}": priced & (creators["tier"] == _TIER),
    }
    rows = []
    for case, mask in cases.items():
        found = judged(creators, np.flatnonzero(mask), seed)
        known = found.dropna(subset=["price"])
        rows.append((case, len(known) / len(found), _coverage(known), _width(known)))
    return rows


def _coverage(found: pd.DataFrame) -> float:
    inside = (found["post_price"] >= found["price_low"]) & (
        found["post_price"] <= found["price_high"]
    )
    return float(inside.mean()) if len(found) else float("nan")


def _width(found: pd.DataFrame) -> float:
    return (
        float((found["price_high"] / found["price_low"]).median()) if len(found) else float("nan")
    )


def _error(price: pd.Series, predicted: pd.Series) -> float:
    return float((np.abs(predicted - price) / price).median())


def _mean_sd(values: list[float]) -> str:
    return f"{np.mean(values):.3f} ({np.std(values):.3f})"


def _print_errors(found: pd.DataFrame) -> None:
    print("| predictor | median absolute error, share of the price (sd over seeds) |\n|---|---|")
    for name in PREDICTORS:
        each = [_error(part["post_price"], part[name]) for _, part in found.groupby("seed")]
        print(f"| {name} | {_mean_sd(each)} |")
    each = [_error(part["post_price"], part["price"]) for _, part in found.groupby("seed")]
    print(f"| the one chosen by the build | {_mean_sd(each)} |\n")


def _print_ways(found: pd.DataFrame) -> None:
    print("| range from | coverage | worst tier | median high / low |\n|---|---|---|---|")
    inside = (found["price"] >= found["low"]) & (found["price"] <= found["high"])
    found = found.assign(inside=inside, width=np.exp(found["high"] - found["low"]))
    for way, rows in found.groupby("way", sort=False):
        cover = [float(part["inside"].mean()) for _, part in rows.groupby("seed")]
        tiers = rows.groupby("tier")["inside"].mean()
        print(f"| {way} | {_mean_sd(cover)} | {tiers.min():.3f} ({tiers.idxmin()}) "
              f"| {rows['width'].median():.2f} |")  # fmt: skip
    print()


def _print_groups(found: pd.DataFrame) -> None:
    size = found.groupby(["seed", "tier"])["followers_count"].rank(pct=True)
    groups = {
        "tier": found["tier"],
        "platform": found["platform"],
        "size within the tier": pd.cut(
            size, [0, 1 / 3, 2 / 3, 1], labels=["small", "middle", "large"]
        ),
    }
    print("| creators | hidden prices | coverage | median high / low |\n|---|---|---|---|")
    print(f"| all | {len(found):,} | {_coverage(found):.3f} | {_width(found):.2f} |")
    for kind, names in groups.items():
        for name, rows in found.groupby(names.astype(str)):
            print(
                f"| {kind}: {name} | {len(rows):,} | {_coverage(rows):.3f} | {_width(rows):.2f} |"
            )
    print()


def _print_shifts(rows: list[tuple[str, float, float, float]]) -> None:
    cases: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for case, *figures in rows:
        cases[case].append((figures[0], figures[1], figures[2]))
    print("| prices missing | with an estimate | coverage | median high / low |\n|---|---|---|---|")
    for case, seeds in cases.items():
        means = pd.DataFrame(seeds, columns=["estimated", "coverage", "width"]).mean()
        measured = (
            f"{means['coverage']:.3f} | {means['width']:.2f}" if means["estimated"] else "- | -"
        )
        print(f"| {case} | {means['estimated']:.1%} | {measured} |")


if __name__ == "__main__":
    main()
