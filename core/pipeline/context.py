"""What every step of a build gets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from core.pipeline.engines.local import LocalEngine
from core.pipeline.engines.work import Engine, Place, Tables, Work
from core.progress import Report
from core.settings import Settings


@dataclass(frozen=True)
class BuildConfig:
    """Choices a person can make for a build.

    Attributes:
        seed: of the demo data and of all models.
        niches_count: number of niches, or None to choose it by silhouette and stability.
        matches_per_brand: creators stored a brand.
        deep: encode every post; False encodes one short text a creator, for a quick start.
        creators_count: size of the demo data; ignored for imported data.
    """

    seed: int = 42
    niches_count: int | None = None
    matches_per_brand: int = 10
    deep: bool = True
    creators_count: int = 4000


@dataclass
class BuildContext:
    """A build in the making: steps read and write `con` and `folder`, nothing else.

    Attributes:
        con: read-write connection to the store in the making.
        folder: of the build in the making; arrays go here.
        is_demo: the build is made of demo data.
        timings: seconds a step, filled by the runner.
        facts: anything a step wants in the manifest, by step name.
        emptied: tables that the running step emptied to write them again.
        steps_left: steps whose results are still to come, when this is a first look.
        forgotten: hashes of those who were forgotten when the given tables were last cleared.
        engine: runs what is heavy and needs nothing but some creators, see `results`.
    """

    con: duckdb.DuckDBPyConnection
    folder: Path
    settings: Settings
    config: BuildConfig
    report: Report
    is_demo: bool = False
    timings: dict[str, float] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    emptied: set[str] = field(default_factory=set)
    steps_left: tuple[str, ...] = ()
    forgotten: frozenset[str] = frozenset()
    engine: Engine = field(default_factory=LocalEngine)

    def creators_count(self) -> int:
        """Creators of the given tables, once they are there."""
        return int(self.con.execute("SELECT count(*) FROM influencers").fetchall()[0][0])

    def results(self, work: Work, report: Report | None = None) -> Iterator[Tables]:
        """What the kernel of a step makes of each part, in order.

        Args:
            report: instead of that of the build.
        """
        place = Place(self.folder, self.settings.threads)
        return self.engine.results(work, place, report or self.report)
