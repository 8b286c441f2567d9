"""Categories of the accounts of any table of posts, trained on a labelled one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import InputFileError, ModelError, PictureError
from core.evaluation.profiling.figures import ProfileFigures, figures
from core.features.documents import LONGEST_CHARS, cut_at_word
from core.features.embeddings import Encoder
from core.features.pictures.describing import describe
from core.features.text import clean_text
from core.models.profiling.posts import AccountPosts, Posts, posts_of_frame
from core.models.profiling.profiler import Profiler, ProfilerConfig, Profiles, fit
from core.progress import Report, silent
from core.settings import Settings
from core.store.ingest.reading import small_table
from core.store.picture_files import FolderBeside, is_address

_ACCOUNT = ("account_id", "influencer_id", "username", "handle")
_CAPTION = ("caption", "captions", "text")
_COUNTS = {
    "likes": ("likes", "likes_count"),
    "comments": ("comments", "comments_count"),
    "views": ("views", "views_count"),
    "followers": ("followers", "followers_count"),
}
_OTHERS = {
    "post_id": ("post_id", "id"),
    "category": ("category",),
    "hashtags": ("hashtags",),
    "posted_at": ("posted_at", "timestamp", "date"),
    "is_ad": ("is_ad", "is_sponsored"),
    "image_path": ("image_path",),
}
_TRUE = frozenset(("true", "t", "1", "yes", "y"))
_TOP_POSTS = 3


@dataclass(frozen=True)
class ProfileTable:
    """Attributes:
    path: of the file; pictures lie in its folder.
    frame: one row per post, as `posts_of_frame` reads it; category and image_path beside.
    skipped_count: rows left out: no account, or a line that cannot be taken apart.
    """

    path: Path
    frame: pd.DataFrame
    skipped_count: int

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.path.name

    @property
    def categories(self) -> dict[str, str]:
        """Account -> its most frequent category; none for accounts without one."""
        known = self.frame.dropna(subset=["category"])
        votes: dict[str, Counter[str]] = {}
        for account, category in zip(known["account_id"], known["category"], strict=True):
            votes.setdefault(account, Counter())[category] += 1
        return {
            account: max(sorted(counts), key=lambda name: counts[name])
            for account, counts in votes.items()
        }


@dataclass(frozen=True)
class TableProfiles:
    """Attributes:
    frame: one row per account of the test table, by account_id: category, probability (0-1),
        second_category, second_probability, posts_read, top_posts and top_post_weights (lists;
        the posts with the most weight) and one column NAME_probability per category. Missing
        where nothing could be read.
    classes: categories, sorted.
    engine: that made them.
    figures: on accounts that were not trained on; None without `evaluate` or known categories.
    is_cross_validated: the figures are of the training table, by models that had not seen the
        account; else of the test table.
    shared_count: accounts of the test table that stand in the training table with a category;
        they are not in the figures.
    unknown_categories: categories of the test table that were not trained.
    left_out: categories with too few training accounts.
    unread_pictures: named in the tables, but not there or not readable.
    """

    frame: pd.DataFrame
    classes: tuple[str, ...]
    engine: str
    figures: ProfileFigures | None
    is_cross_validated: bool
    shared_count: int
    unknown_categories: tuple[str, ...]
    left_out: tuple[str, ...]
    unread_pictures: int


def read_profile_table(path: Path) -> ProfileTable:
    """The posts of a file.

    Raises:
        InputFileError: it cannot be read or has no usable row.
        ColumnError: account_id or caption is missing.
    """
    with small_table.opened(path) as table:
        places = {"account_id": table.place(_ACCOUNT), "caption": table.place(_CAPTION)}
        texts = {name: f"c{place}::VARCHAR" for name, place in places.items()}
        for name, names in _OTHERS.items():
            place = table.optional(names)
            texts[name] = (
                "NULL::VARCHAR" if place is None else f"nullif(trim(c{place}::VARCHAR), '')"
            )
        for name, names in _COUNTS.items():
            place = table.optional(names)
            texts[name] = "NULL::DOUBLE" if place is None else table.numbers(place)
        frame = pd.DataFrame(
            table.rows(*texts.values()), columns=pd.Index(list(texts), dtype=object), dtype=object
        )
        broken = table.broken_count
    frame["account_id"] = [str(name or "").strip() for name in frame["account_id"]]
    used = frame[frame["account_id"] != ""].reset_index(drop=True)
    if used.empty:
        raise InputFileError(
            f"{path.name}: expected rows with an account_id, found none among {len(frame):,}. "
            "Check that the columns are not shifted."
        )
    used["posted_at"] = _seconds(used["posted_at"])
    used["is_ad"] = [
        None if pd.isna(cell) else str(cell).lower() in _TRUE for cell in used["is_ad"]
    ]
    numbered = [str(number) for number in range(1, len(used) + 1)]
    used["post_id"] = used["post_id"].where(used["post_id"].notna(), numbered)
    return ProfileTable(path, used, len(frame) - len(used) + broken)


def profiles_of_table(
    train: ProfileTable,
    test: ProfileTable,
    settings: Settings,
    *,
    engine: str = "sklearn",
    evaluate: bool = False,
    seed: int,
    report: Report = silent,
) -> TableProfiles:
    """The category of each account of `test`, by what accounts of `train` post.

    Args:
        engine: 'sklearn' (the best; see docs/methods/profiling.md).
        evaluate: also measure, on the categories of `test` where it has some, else by
            cross-validation on `train`.
    Raises:
        InputFileError: `train` has no category or no caption.
        ModelError: fewer than two categories with enough accounts, or an unknown engine.
    """
    categories = train.categories
    _check(train, categories, engine)
    encoder = Encoder(settings)
    built, unread = _posts(train, sorted(categories), encoder, settings, report)
    labels = [categories[name] for name in built.account_ids]
    config = ProfilerConfig(threads=settings.threads)
    profiler = fit(built.posts, labels, config, seed=seed, report=report)
    sample, others_unread = _posts(test, None, encoder, settings, report)
    profiles = profiler.score(sample.posts)
    frame = _frame(profiler.classes, profiles, sample, test)
    shared = [name for name in sample.account_ids if name in categories]
    truth = test.categories
    measured, crossed = None, False
    if evaluate and truth:
        rows = [
            row
            for row, name in enumerate(sample.account_ids)
            if name in truth and name not in categories
        ]
        if rows:
            names = [truth[sample.account_ids[row]] for row in rows]
            measured = figures(_places(names, profiler.classes), profiles.probabilities[rows])
    elif evaluate:
        measured, crossed = _cross_validated(profiler, labels), True
    return TableProfiles(
        frame,
        profiler.classes,
        engine,
        measured,
        crossed,
        len(shared),
        tuple(sorted(set(truth.values()) - set(profiler.classes))),
        tuple(sorted(set(labels) - set(profiler.classes))),
        unread + others_unread,
    )


def text_vectors(posts: Posts, encoder: Encoder, report: Report = silent) -> NDArray[np.float32]:
    """(n_posts, d) unit rows of the sentence encoder; a zero row without text."""
    texts = [cut_at_word(clean_text(text), LONGEST_CHARS) for text in posts.texts]
    return encoder.encode(texts, report=report)


def _check(train: ProfileTable, categories: dict[str, str], engine: str) -> None:
    if engine != "sklearn":
        raise ModelError(
            f"Engine '{engine}' is not part of this version. Use --engine sklearn, the default."
        )
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
    pictures, unread = _picture_vectors(table.path.resolve().parent, paths, settings, report)
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


def _frame(
    classes: tuple[str, ...], profiles: Profiles, sample: AccountPosts, table: ProfileTable
) -> pd.DataFrame:
    probabilities = profiles.probabilities
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


def _cross_validated(profiler: Profiler, labels: list[str]) -> ProfileFigures | None:
    if profiler.held_out is None:
        return None
    return figures(_places(labels, profiler.classes), profiler.held_out.probabilities)


def _seconds(cells: pd.Series) -> pd.Series:
    """Seconds since 1970 of numbers and of times in words; NaN unknown."""
    numbers = pd.to_numeric(cells, errors="coerce")
    times = pd.to_datetime(cells.where(numbers.isna()), errors="coerce", utc=True, format="mixed")
    seconds = (times - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
    return numbers.fillna(seconds).astype(float)
