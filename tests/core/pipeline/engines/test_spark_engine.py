"""A build on Spark holds what a build on this machine holds, and leaves nothing of Spark behind."""

from __future__ import annotations

import dataclasses
import functools
import shutil
import signal
import time
from collections.abc import Callable, Iterator

import duckdb
import numpy as np
import pandas as pd
import psutil
import pytest

from core.errors import ModelError
from core.pipeline import creator_words, run
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.engines.local import LocalEngine
from core.pipeline.engines.spark import FOLDER, SparkEngine
from core.pipeline.engines.work import Place, Work
from core.pipeline.steps import caution, growth_evidence, niches, post_texts, profiling, text
from core.pipeline.steps.recommending import matching, ranking
from core.pipeline.steps.views import topics
from core.progress import silent
from core.progress.stopping import StoppedError
from core.settings import Settings
from core.store import builds, tables
from tests.support.kernels import CREATORS, Plus, fails, parts_of, sleeps, uneven_tables

pytestmark = pytest.mark.slow  # Java starts, and each worker imports what a step needs

_STEPS = {
    "text": text.encode_texts,
    "niches": niches.find_niches,
    "topics": topics.find_topics,
    "caution": caution.score_growth,
    "evidence": growth_evidence.gather_evidence,
    "posts": post_texts.read_posts,
    "profiling": profiling.profile_creators,
    "matching": matching.match_brands,
    "ranking": ranking.rank_creators,
}
_TABLES = (
    "caution", "growth_events", "growth_evidence", "growth_patterns", "cohort_growth",
    "growth_trials", "post_texts", "post_entities", "creator_texts", "niches", "influencer_niches",
    "influencer_map", "topics", "creator_topics", "brand_topics",
    "creator_profiles", "profile_posts", "brand_matches", "rankings",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _needed() -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: make spark")
    if shutil.which("java") is None:
        pytest.skip("there is no Java; PySpark needs Java 17")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkEngine]:
    """One session for all tests of this file; the build in `both` ends it."""
    engine = SparkEngine("local[2]")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A folder that stays as long as the session, which keeps its files where it began."""
    return Place(tmp_path_factory.mktemp("place"), 1)


def test_a_failing_worker_is_one_line(spark: SparkEngine, place: Place) -> None:
    work = Work("failing", fails, parts_of([1], [-1]))
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(ModelError) as refused:
        list(spark.results(work, place, silent))
    words = "Counts must be 0 or more, found -1. (SeriesError on a worker)"
    assert str(refused.value) == f"Spark, step 'failing': {words}"
    assert signal.getsignal(signal.SIGINT) is handler


def test_stopping_the_job_stops_the_workers(spark: SparkEngine, place: Place) -> None:
    def report(_step: str, _done: int, total: int, _message: str) -> None:
        if total:
            raise StoppedError("Stopped on the Data page.")

    work = Work("sleeping", sleeps, parts_of([1], [2], [3]))
    started = time.monotonic()
    with pytest.raises(StoppedError):
        list(spark.results(work, place, report))
    assert time.monotonic() - started < 30
    # Its cores are free for the next work.
    again = Work("adding", Plus(1), parts_of([1], [], [2]))
    results = list(spark.results(again, place, silent))
    assert [result["sums"]["sum"].to_pylist() for result in results] == [[2], [], [3]]


@pytest.fixture(scope="module")
def both(
    spark: SparkEngine, tmp_path_factory: pytest.TempPathFactory
) -> tuple[builds.Build, builds.Build]:
    """Builds of the same tables, here and on Spark, in several parts each."""
    given, made = uneven_tables(), []
    # Two categories, so that each has creators enough to be learned.
    given["influencers"]["category"] = [("Food", "Sport")[row % 2] for row in range(CREATORS)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "STEPS", _STEPS)
        patch.setattr(creator_words, "_CREATORS_AT_ONCE", 10)
        few = functools.partial(
            topics.TopicsConfig, topics_counts=(5,), fewest_documents=20, word_documents=2
        )
        patch.setattr(topics, "TopicsConfig", few)
        patch.setattr(caution, "_ROWS_AT_ONCE", 1_000)
        patch.setattr(growth_evidence, "_ROWS_AT_ONCE", 1_000)
        patch.setattr(post_texts, "_ROWS_AT_ONCE", 200)
        patch.setattr(profiling, "_LABELLED_MAX", 30)  # the others are scored
        patch.setattr(profiling, "_ROWS_AT_ONCE", 40)
        patch.setattr(matching, "_CREATORS_AT_ONCE", 10)
        patch.setattr(ranking, "_BRANDS_AT_ONCE", 100)
        for engine in (LocalEngine(), spark):
            settings = Settings.from_env(tmp_path_factory.mktemp(engine.name))
            settings = dataclasses.replace(settings, threads=1)
            made.append(run.make_build(settings, _Given(given), BuildConfig(), engine=engine))
    return made[0], made[1]


def _frame(build: builds.Build, sql: str) -> pd.DataFrame:
    with duckdb.connect(str(build.store_file), read_only=True) as con:
        return con.execute(sql).df()


@pytest.mark.parametrize("table", _TABLES)
def test_a_table_is_the_same(both: tuple[builds.Build, builds.Build], table: str) -> None:
    here, there = (_frame(build, f"SELECT * FROM {table}") for build in both)
    assert len(here) > 0 or table == "growth_trials"
    pd.testing.assert_frame_equal(here, there, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    "name",
    [text.INFLUENCER_FILE, text.BRAND_FILE, text.POST_FILE,
     niches.CREATOR_FIT_FILE, niches.BRAND_FIT_FILE, topics.CREATOR_FILE, topics.BRAND_FILE],
)  # fmt: skip
def test_vectors_are_the_same(both: tuple[builds.Build, builds.Build], name: str) -> None:
    here, there = (np.load(build.folder / name) for build in both)
    assert here.any()
    np.testing.assert_allclose(here, there, rtol=0, atol=1e-6)


def test_uneven_creators_are_all_there(both: tuple[builds.Build, builds.Build]) -> None:
    counts = _frame(
        both[1],
        """SELECT i.influencer_id, count(p.post_id) AS posts,
                  coalesce(any_value(t.posts_count), 0) AS posts_read,
                  any_value(c.status) AS status
           FROM influencers i LEFT JOIN posts p USING (influencer_id)
           LEFT JOIN creator_texts t USING (influencer_id)
           LEFT JOIN caution c USING (influencer_id) GROUP BY i.influencer_id""",
    )
    assert (counts["posts"] == counts["posts_read"]).all()
    assert counts["status"].notna().all()
    assert counts["posts"].value_counts()[[0, 1]].tolist() == [1, 2]
    assert counts["posts"].max() > 1_000


def test_a_build_names_its_engine_and_keeps_nothing_of_it(
    both: tuple[builds.Build, builds.Build],
) -> None:
    here, there = both
    assert (here.manifest["engine"], there.manifest["engine"]) == ("local", "spark")
    assert here.manifest["files"].keys() == there.manifest["files"].keys()
    assert not (there.folder / FOLDER).exists()
    names: Callable[[psutil.Process], str] = psutil.Process.name
    assert "java" not in map(names, psutil.Process().children(recursive=True))


@dataclasses.dataclass
class _Given:
    """The tables of a test as the source of a build."""

    tables: dict[str, pd.DataFrame]
    name: str = "demo data"
    is_demo: bool = True

    def fill(self, context: BuildContext) -> None:
        for name, frame in self.tables.items():
            tables.append_frame(context.con, name, frame)

    def describe(self) -> dict[str, object]:
        return {"kind": "demo"}
