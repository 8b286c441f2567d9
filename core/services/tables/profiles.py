"""Categories of the accounts of any table of posts, trained on a labelled one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputFileError, PictureError
from core.evaluation.profiling.figures import ProfileFigures, figures
from core.features.documents import LONGEST_CHARS, cut_at_word
from core.features.embeddings import Encoder
from core.features.pictures.describing import describe
from core.features.text import clean_text
from core.models.profiling.posts import AccountPosts, Posts, posts_of_frame
from core.progress import Report, silent
from core.services.tables.profile_engines import (
    EngineProfiles,
    EngineRun,
    cross_validated_profiles,
    engine_profiles,
)
from core.services.tables.profile_table import ProfileTable
from core.settings import Settings
from core.store.picture_files import FolderBeside, is_address

_TOP_POSTS = 3


@dataclass(frozen=True)
class TableProfiles:
    """Attributes:
    frame: one row per account of the test table, by account_id: category, probability (0-1),
        second_category, second_probability, posts_read, top_posts and top_post_weights (lists;
        the posts with the most weight) and one column NAME_probability per category. Missing
        where nothing could be read. Without a test table the accounts of the training table, each
        profiled by a model that had not seen it.
    classes: categories, sorted.
    engine: that made them.
    figures: on accounts that were not trained on; None without `evaluate`.
    is_cross_validated: the figures are of the training table, each account scored by a model that
        had not seen it; else of the test table.
    known_count: accounts of the test table that have a category there.
    shared_count: accounts of the test table that stand in the training table with a category; a
        model trained on them says more about them than it would about others, so that they are
        never in the figures of the test table.
    unknown_categories: categories of the test table that were not trained.
    left_out: categories with too few training accounts.
    unread_pictures: named in the tables, but not there or not readable.
    """

    frame: pd.DataFrame
    classes: tuple[str, ...]
    engine: str
    figures: ProfileFigures | None
    is_cross_validated: bool
    known_count: int
    shared_count: int
    unknown_categories: tuple[str, ...]
    left_out: tuple[str, ...]
    unread_pictures: int


def profiles_of_table(
    train: ProfileTable,
    test: ProfileTable | None,
    settings: Settings,
    *,
    engine: str = "sklearn",
    evaluate: bool = False,
    master: str | None = None,
    seed: int,
    report: Report = silent,
) -> TableProfiles:
    """The category of each account of `test`, by what accounts of `train` post.

    Args:
        test: None profiles the accounts of `train`, each by a model that had not seen it.
        engine: one of `ENGINES`.
        master: URL of the Spark master, for that engine.
        evaluate: also measure, on the accounts of `test` that have a category and are not in
            `train`; where there are none, by cross-validation on `train`.
    Raises:
        InputFileError: `train` has no category or no caption.
        ModelError: fewer than two categories with enough accounts, or an unknown engine.
    """
    run = EngineRun(engine, seed, settings.threads, master, report)
    categories = train.categories
    _check(train, categories)
    encoder = Encoder(settings, report=report)
    built, unread = _posts(train, sorted(categories), encoder, settings, report)
    labels = [categories[name] for name in built.account_ids]
    training = run.features(built.posts)
    spellings = {name.casefold(): name for name in labels}
    truth = {
        account: spellings.get(name.casefold(), name)
        for account, name in ({} if test is None else test.categories).items()
    }
    new_count = sum(name not in categories for name in truth)
    crossed = None
    if test is None:
        crossed = cross_validated_profiles(run, training, labels)
        sample, profiles, table = built, crossed, train
    else:
        sample, others_unread = _posts(test, None, encoder, settings, report)
        unread += others_unread
        table = test
        profiles = engine_profiles(run, training, labels, run.features(sample.posts))
        if evaluate and not new_count:
            crossed = cross_validated_profiles(run, training, labels)
    measured = None
    if evaluate and crossed is not None:
        measured = figures(_places(labels, crossed.classes), crossed.probabilities)
    elif evaluate:
        rows = [
            row
            for row, name in enumerate(sample.account_ids)
            if name in truth and name not in categories
        ]
        names = [truth[sample.account_ids[row]] for row in rows]
        measured = figures(_places(names, profiles.classes), profiles.probabilities[rows])
    return TableProfiles(
        _frame(profiles, sample, table),
        profiles.classes,
        engine,
        measured,
        crossed is not None,
        len(truth),
        0 if test is None else sum(name in categories for name in sample.account_ids),
        tuple(sorted(set(truth.values()) - set(profiles.classes))),
        tuple(sorted(set(labels) - set(profiles.classes))),
        unread,
    )


def text_vectors(posts: Posts, encoder: Encoder, report: Report = silent) -> NDArray[np.float32]:
    """(n_posts, d) unit rows of the sentence encoder; a zero row without text."""
    texts = [cut_at_word(clean_text(text), LONGEST_CHARS) for text in posts.texts]
    return encoder.encode(texts, report=report)


def _check(train: ProfileTable, categories: dict[str, str]) -> None:
    if not categories:
        raise InputFileError(
            f"{train.name}: needs a column 'category' with the category of each account, found "
            "none. Add it to the training table."
        )
    texts = train.frame["caption"].fillna("").astype(str).str.strip()
    if not (texts != "").any() and not train.frame["hashtags"].notna().any():
        raise InputFileError(
            f"{train.name}: expected captions, found {len(texts):,} rows without any. Check the "
            "column 'caption'."
        )


def _posts(
    table: ProfileTable,
    account_ids: list[str] | None,
    encoder: Encoder,
    settings: Settings,
    report: Report,
) -> tuple[AccountPosts, int]:
    """The posts with their vectors, and how many pictures could not be read."""
    built = posts_of_frame(table.frame, account_ids)
    paths = [
        None if pd.isna(path) else str(path) for path in table.frame["image_path"].iloc[built.rows]
    ]
    pictures, unread = _picture_vectors(
        Path(os.path.realpath(table.path)).parent, paths, settings, report
    )
    vectors = text_vectors(built.posts, encoder, report)
    posts = built.posts.with_vectors(vectors, pictures)
    return AccountPosts(posts, built.account_ids, built.rows), unread


def _picture_vectors(
    folder: Path, paths: list[str | None], settings: Settings, report: Report
) -> tuple[NDArray[np.float32] | None, int]:
    """(n, 1280) unit rows, zero where there is no picture that can be read; None without any."""
    files = FolderBeside(folder)
    places, pictures, unread = [], [], 0
    for place, path in enumerate(paths):
        if path is None:
            continue
        try:
            file = None if is_address(path) else files.find(path)
        except PictureError:
            file = None
        if file is None:
            unread += 1
        else:
            places.append(place)
            pictures.append(file.read)
    if not pictures:
        return None, unread
    features = describe(pictures, report, threads=settings.threads, cache_dir=settings.cache_dir)
    vectors = np.zeros((len(paths), features.vectors.shape[1]), dtype=np.float32)
    vectors[places] = features.vectors
    return vectors, unread + len(features.rejected)


def _frame(profiles: EngineProfiles, sample: AccountPosts, table: ProfileTable) -> pd.DataFrame:
    classes, probabilities = profiles.classes, profiles.probabilities
    known = np.asarray(~np.isnan(probabilities).any(axis=1))
    order = np.argsort(-np.where(np.isnan(probabilities), 0, probabilities), axis=1, kind="stable")
    rows = np.arange(len(probabilities))
    names = np.array(classes, dtype=object)
    frame = pd.DataFrame({"account_id": list(sample.account_ids)})
    for name, place in (("", 0), ("second_", 1)):
        frame[f"{name}category"] = [
            names[best] if is_known else None
            for best, is_known in zip(order[:, place], known, strict=True)
        ]
        frame[f"{name}probability"] = probabilities[rows, order[:, place]].round(4)
    starts, weights = sample.posts.starts, profiles.weights
    post_ids = table.frame["post_id"].to_numpy(dtype=object)[sample.rows]
    frame["posts_read"] = np.bincount(
        sample.posts.account_rows[weights > 0], minlength=sample.posts.accounts_count
    )
    top = [_top(weights, post_ids, starts[row], starts[row + 1]) for row in rows]
    frame["top_posts"] = [ids for ids, _ in top]
    frame["top_post_weights"] = [shares for _, shares in top]
    for place, name in enumerate(classes):
        frame[f"{name}_probability"] = probabilities[:, place].round(4)
    return frame


def _top(
    weights: NDArray[np.float32], post_ids: NDArray[np.object_], start: int, end: int
) -> tuple[list[str], list[float]]:
    places = start + np.argsort(-weights[start:end], kind="stable")[:_TOP_POSTS]
    places = places[weights[places] > 0]
    return [str(post_ids[place]) for place in places], [
        round(float(weights[place]), 4) for place in places
    ]


def _places(names: list[str], classes: tuple[str, ...]) -> NDArray[np.int64]:
    places = {name: place for place, name in enumerate(classes)}
    return np.array([places.get(name, -1) for name in names], dtype=np.int64)
