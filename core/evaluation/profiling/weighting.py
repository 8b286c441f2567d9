"""Ways to weigh the posts of an account, compared on planted niches of accounts left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.evaluation.profiling.planted import SIDES, TEXT, PlantedAccounts
from core.models.profiling.assembling import account_scores, best_pooling, fit_joins
from core.models.profiling.attention import AttentionConfig
from core.models.profiling.attention.model import scores_of_posts
from core.models.profiling.attention.training import fit_networks, held_out_scores
from core.models.profiling.averaging import average_features, fit_averaging
from core.models.profiling.part_inputs import PartScores, post_features
from core.models.profiling.parts import fit_parts
from core.models.profiling.pooling import CLARITY, RULES, Pooling, PoolingRule
from core.models.profiling.posts import Posts
from core.models.profiling.profiler import ProfilerConfig
from core.models.profiling.stack import Join

ATTENTION, EVEN_NETWORK = "attention", "same network, equal weights"
WEIGHTED_STACK, EVEN_STACK = "stack, weights chosen", "stack, equal weights"
AVERAGING = "mean of post features"
WAYS = (ATTENTION, EVEN_NETWORK, WEIGHTED_STACK, EVEN_STACK, AVERAGING)


@dataclass(frozen=True)
class PlantedScores:
    """What the parts say of the posts of planted accounts.

    Attributes:
        classes: planted niches, sorted.
        training, sample: posts of the accounts to train on, and of those left out.
        targets, truth: place of the planted niche of each of them.
        training_scores: by part, (n_posts, k) by models that had not seen the account.
        sample_scores: by part, (n_posts, k) by models of all training accounts.
        test: (n_left_out,) rows of the accounts left out.
    """

    classes: tuple[str, ...]
    training: Posts
    sample: Posts
    targets: NDArray[np.int64]
    truth: NDArray[np.int64]
    training_scores: dict[str, NDArray[np.float32]]
    sample_scores: dict[str, NDArray[np.float32]]
    test: NDArray[np.int64]


def planted_scores(
    accounts: PlantedAccounts, config: AttentionConfig, *, seed: int, share: float = 0.25
) -> PlantedScores:
    """Scores of the parts named in `config`, fitted once for all ways.

    Args:
        share: of the accounts that is left out, 0-1.
    """
    order = np.random.default_rng(seed).permutation(len(accounts.niches))
    test = np.sort(order[: int(len(order) * share)])
    train = np.setdiff1d(np.arange(len(order)), test)
    classes = tuple(sorted(set(accounts.niches[train])))
    places = np.array([classes.index(niche) for niche in accounts.niches])
    features = post_features(accounts.posts, config.parts)
    training, sample = features.of_accounts(train), features.of_accounts(test)
    k, targets = len(classes), places[train]
    parts = fit_parts(config.parts, training, targets, k, most_posts=config.most_posts, seed=seed)
    return PlantedScores(
        classes,
        training.posts,
        sample.posts,
        targets,
        places[test],
        held_out_scores(tuple(parts), training, targets, k, config, seed),
        scores_of_posts(parts, sample),
        test,
    )


def way_probabilities(
    scores: PlantedScores, parts: tuple[str, ...], config: AttentionConfig, *, seed: int
) -> dict[str, NDArray[np.float64]]:
    """By way, (n_left_out, k); a NaN row where an account has nothing of these parts.

    Args:
        parts: those that are read, of the parts of `scores`.
        config: of the networks; with `attends` for attention.
    """
    known = {name: scores.training_scores[name] for name in parts}
    others = {name: scores.sample_scores[name] for name in parts}
    k = len(scores.classes)
    result: dict[str, NDArray[np.float64]] = {}
    for way, attends in ((ATTENTION, True), (EVEN_NETWORK, False)):
        networks = fit_networks(
            scores.training,
            known,
            scores.targets,
            k,
            replace(config, attends=attends),
            seed=seed,
        )
        result[way] = networks.score(scores.sample, others).probabilities
    even = PoolingRule(CLARITY, 0.0)
    for way, rules in ((WEIGHTED_STACK, RULES), (EVEN_STACK, (even,))):
        result[way] = _stacked(scores, known, others, rules)
    result[AVERAGING] = _averaged(scores, parts, k, seed)
    read = np.zeros(len(scores.test), dtype=bool)
    for part in others.values():
        read[scores.sample.account_rows[~np.isnan(part).any(axis=1)]] = True
    for values in result.values():
        values[~read] = np.nan
    return result


def _stacked(
    scores: PlantedScores,
    known: dict[str, NDArray[np.float32]],
    others: dict[str, NDArray[np.float32]],
    rules: tuple[PoolingRule, ...],
) -> NDArray[np.float64]:
    """The join of the parts over weighted means of posts, as the profiler makes it."""
    pooling, join = _pooling_and_join(scores, known, rules)
    weights = pooling.weights(list(others.values()), scores.sample.account_rows)
    return _joined(join, others, weights, scores.sample)


def _pooling_and_join(
    scores: PlantedScores, known: dict[str, NDArray[np.float32]], rules: tuple[PoolingRule, ...]
) -> tuple[Pooling, Join]:
    rows = np.arange(len(scores.targets))
    parts = {name: PartScores(posts=values) for name, values in known.items()}
    pooling = best_pooling(parts, scores.training, rows, scores.targets, rules)
    weights = pooling.weights(list(known.values()), scores.training.account_rows)
    means = account_scores(parts, weights, scores.training)
    return pooling, fit_joins(means, rows, scores.targets, ProfilerConfig().join)["all"]


def _joined(
    join: Join, scores: dict[str, NDArray[np.float32]], weights: NDArray[np.float32], posts: Posts
) -> NDArray[np.float64]:
    parts = {name: PartScores(posts=values) for name, values in scores.items()}
    return join.probabilities(list(account_scores(parts, weights, posts).values()))


def weight_effects(
    accounts: PlantedAccounts, scores: PlantedScores, dropped: int, *, seed: int
) -> tuple[float, float, float, float]:
    """Whether the weights of the stack on texts find the posts that matter, on accounts left out.

    Returns:
        Mean weight of a post on topic and of one off topic; mean fall of the probability of the
        most probable category without the `dropped` posts of most weight, and without as many
        drawn at random.
    """
    known = {name: scores.training_scores[name] for name in SIDES[TEXT]}
    others = {name: scores.sample_scores[name] for name in SIDES[TEXT]}
    pooling, join = _pooling_and_join(scores, known, RULES)
    posts = scores.sample
    rows = posts.account_rows
    weights = pooling.weights(list(others.values()), rows)
    whole = _joined(join, others, weights, posts)
    best = np.nan_to_num(whole).argmax(axis=1)
    falls = []
    for order in (-weights, np.random.default_rng(seed).random(len(posts))):
        ranks = np.lexsort((order, rows))
        places = np.empty(len(posts), dtype=np.int64)
        places[ranks] = np.arange(len(posts))
        hidden = places - posts.starts[rows] < dropped
        left = {name: np.where(hidden[:, None], np.nan, part) for name, part in others.items()}
        without = _joined(join, left, pooling.weights(list(left.values()), rows), posts)
        fall = (whole - without)[np.arange(len(best)), best]
        falls.append(float(np.nanmean(fall)))
    is_on_topic = accounts.is_on_topic[np.isin(accounts.posts.account_rows, scores.test)]
    is_read = weights > 0
    return (
        float(weights[is_read & is_on_topic].mean()),
        float(weights[is_read & ~is_on_topic].mean()),
        falls[0],
        falls[1],
    )


def _averaged(
    scores: PlantedScores, parts: tuple[str, ...], k: int, seed: int
) -> NDArray[np.float64]:
    features = []
    for posts in (scores.training, scores.sample):
        features.append(
            average_features(
                Posts(
                    posts.account_rows,
                    posts.accounts_count,
                    posts.texts,
                    posts.text_vectors if "words" in parts else None,
                    posts.picture_vectors if "pictures" in parts else None,
                    posts.numbers,
                )
            )
        )
    return fit_averaging(features[0], scores.targets, k, "logistic", seed=seed).score(features[1])


def plurality_accuracy(accounts: PlantedAccounts, rows: NDArray[np.int64]) -> float:
    """Share of accounts whose most frequent planted topic, everyday life aside, is their niche:
    what somebody would reach who knows the topic of each post; ties count in part."""
    names = sorted(set(accounts.niches))
    places = {name: place for place, name in enumerate(names)}
    topics = np.array([places.get(topic, -1) for topic in accounts.topics])
    told = topics >= 0
    counts = np.zeros((len(accounts.niches), len(names)))
    np.add.at(counts, (accounts.posts.account_rows[told], topics[told]), 1)
    best = counts == counts.max(axis=1, keepdims=True)
    niches = np.array([places[niche] for niche in accounts.niches])
    rights = best[np.arange(len(niches)), niches] / best.sum(axis=1)
    return float(rights[rows].mean())
