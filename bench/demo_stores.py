"""Demo builds of several seeds for benchmarks: used again when the data folder has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from core.pipeline.context import BuildConfig
from core.pipeline.run import make_build
from core.pipeline.sources import DemoSource
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store


@contextmanager
def demo_store(settings: Settings, seed: int) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Store and folder of a demo build of 4,000 creators, made quickly when there is none."""
    demo_builds = [
        build
        for build in builds.list_builds(settings)
        if build.is_demo
        and build.manifest["config"].get("seed") == seed
        and build.manifest["row_counts"].get("influencers") == 4000
        and build.manifest["row_counts"].get("interactions")
    ]
    build = (
        demo_builds[0]
        if demo_builds
        else make_build(settings, DemoSource(), BuildConfig(seed=seed, deep=False), publish=False)
    )
    con = open_store(build.store_file, settings)
    try:
        yield con, build.folder
    finally:
        con.close()
