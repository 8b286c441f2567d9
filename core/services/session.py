"""One open build, as services take it: its rows, arrays, models and the encoder that made them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import duckdb
import numpy as np

from core.errors import UNREADABLE, ModelError, StoreError
from core.models.niches import files as niche_files
from core.models.niches.model import NichesModel
from core.models.profiling import files as profiling_files
from core.models.profiling.profiler import Profiler
from core.models.ranking import files as ranking_files
from core.models.ranking.files import StoredRanking
from core.models.recommender import files as recommender_files
from core.models.recommender.files import RecommenderModel
from core.queries.builds import GROWTH_EVIDENCE, has, has_tables
from core.services import build_rows
from core.services.build_rows import RowOrder
from core.settings import Settings
from core.store import builds
from core.store.builds import Build
from core.store.connect import open_build_store

_LOG = logging.getLogger(__name__)

CREATOR_VECTORS, BRAND_VECTORS = "influencer_embeddings", "brand_embeddings"
POST_VECTORS = "post_embeddings"
CREATOR_FIT, BRAND_FIT = "influencer_fit", "brand_fit"
NICHES_FOLDER = "models/niches"


@dataclass(frozen=True)
class BuildSession:
    """A build that is open for reading; for one thread, as long as its connection is open.

    Arrays, row orders and models are kept by folder, since a build never changes.

    Attributes:
        build_id: of the build, `<utc>-<hash>`.
        folder: where the build lies.
        con: a read-only connection or cursor to its store.
        settings: of this process, with the encoder that made the vectors of the build.
        is_demo: the data are made up.
    """

    build_id: str
    folder: Path
    con: duckdb.DuckDBPyConnection
    settings: Settings
    is_demo: bool = False

    def array(self, name: str) -> np.ndarray:
        """An array of the build as a read-only memory map, for example `CREATOR_VECTORS`.

        Raises:
            StoreError: the build has no such array, or it cannot be read.
        """
        try:
            return build_rows.array(self.folder, name)
        except UNREADABLE as error:
            raise StoreError(
                f"The build {self.build_id} has no {name} that can be read. Build again with "
                "'python -m core build --from text'."
            ) from error

    def has_array(self, name: str) -> bool:
        """Whether the build has this array."""
        return (self.folder / f"{name}.npy").is_file()

    def has_tables(self, *names: str) -> bool:
        """Whether the build has all of these tables; builds of earlier versions lack newer ones."""
        return has_tables(self.con, *names)

    @property
    def has_fit(self) -> bool:
        """Whether the build keeps what fit needs; earlier versions compare vectors alone."""
        return self.has_array(CREATOR_FIT) and self.has_array(BRAND_FIT)

    @property
    def has_growth_evidence(self) -> bool:
        """Whether the build knows probabilities of bought growth."""
        return has(self.con, GROWTH_EVIDENCE)

    def row_order(self, table: str) -> RowOrder:
        """Which array row belongs to which row of 'influencers', 'brands' or 'posts'."""
        return build_rows.row_order(self.con, self.folder, table)

    def creator_ids(self) -> np.ndarray:
        """(n,) ids of all creators, sorted: the creator of each row of the creator arrays."""
        return build_rows.creator_ids(self.con, self.folder)

    def rows_with_text(self) -> np.ndarray:
        """(n,) bool: creators whose text vector is not zero, in the order of `creator_ids`.

        Raises:
            FileNotFoundError: the build has no creator vectors.
        """
        return build_rows.rows_with_text(self.folder)

    def niche_model(self) -> NichesModel:
        """The niches of the build.

        Raises:
            ModelError: the build keeps none.
        """
        return _niche_model(self.folder)

    def profiler(self) -> Profiler:
        """What tells the categories of creators by their posts.

        Raises:
            ModelError: the build has none: too few creators have a category and posts.
        """
        return _profiler(self.folder)

    @property
    def has_ranking(self) -> bool:
        """Whether the build has an order learned from collaborations that can be read."""
        if not (self.folder / "models" / ranking_files.FOLDER).is_dir():
            return False
        try:
            self.ranking()
        except ModelError:
            _LOG.warning("build %s: its ranking cannot be read", self.build_id, exc_info=True)
            return False
        return True

    def ranking(self) -> StoredRanking:
        """The order of creators learned from the collaborations of the build.

        Raises:
            ModelError: the build has none: too few brands have a collaboration.
        """
        return stored_ranking(self.folder)

    def recommender(self) -> RecommenderModel:
        """The recommender of the build.

        Raises:
            ModelError: the build has none.
        """
        return _recommender(self.folder)


def session_of(build: Build, con: duckdb.DuckDBPyConnection, settings: Settings) -> BuildSession:
    """A session over a connection that the caller opened and closes.

    Args:
        settings: of this process; the encoder named in the manifest of the build replaces theirs,
            since vectors of two encoders cannot be compared.
    """
    return BuildSession(
        build.build_id, build.folder, con, settings_of_build(settings, build), build.is_demo
    )


@contextmanager
def open_session(settings: Settings, build_id: str | None = None) -> Iterator[BuildSession]:
    """A session on a build, closed at the end.

    Args:
        build_id: None for the build in use.
    Raises:
        NoBuildError: nothing is published.
        UnknownBuildError: no complete build has this id.
        OutdatedBuildError: its tables are those of another version of the program.
        StoreError: the build is damaged.
    """
    if build_id is None:
        build = builds.current_build(settings)
    else:
        build = builds.get_build(settings, build_id)
    con = open_build_store(build, settings)
    try:
        yield session_of(build, con, settings)
    finally:
        con.close()


def settings_of_build(settings: Settings, build: Build) -> Settings:
    """The settings with the encoder that made the vectors of a build; unchanged if not known."""
    embedder = build.manifest.get("embedder")
    if not isinstance(embedder, str):
        _LOG.debug("the encoder of build %s is unknown", build.build_id)
        return settings
    return replace(settings, embedder=embedder)


@lru_cache(maxsize=4)
def _niche_model(folder: Path) -> NichesModel:
    return niche_files.load(folder / NICHES_FOLDER)


@lru_cache(maxsize=2)
def _profiler(folder: Path) -> Profiler:
    return profiling_files.load(folder / "models" / profiling_files.FOLDER)


@lru_cache(maxsize=2)
def stored_ranking(folder: Path) -> StoredRanking:
    """The ranking of the build in a folder; see `BuildSession.ranking`."""
    return ranking_files.load(folder / "models" / ranking_files.FOLDER)


@lru_cache(maxsize=4)
def _recommender(folder: Path) -> RecommenderModel:
    return recommender_files.load(folder / "models" / recommender_files.FOLDER)
