"""Which encoder reads the texts of a build."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import duckdb
import pytest

from core.features.sentence_models import AUTOMATIC, MINILM, MULTILINGUAL, MULTILINGUAL_FAST
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.encoding.choice import FAST_FROM, settings_with_encoder
from core.pipeline.sources import DemoSource, EarlierBuild
from core.progress import silent
from core.settings import Settings
from core.store.builds import Build


def _context(tmp_path: Path, embedder: str, creators: int, *, deep: bool) -> BuildContext:
    con = duckdb.connect()
    con.execute(f"CREATE TABLE influencers AS SELECT range AS influencer_id FROM range({creators})")
    settings = dataclasses.replace(Settings.from_env(tmp_path), embedder=embedder)
    return BuildContext(con, tmp_path, settings, BuildConfig(deep=deep), silent)


@pytest.mark.parametrize(
    ("set_to", "creators", "deep", "chosen"),
    [
        (AUTOMATIC, FAST_FROM, False, MULTILINGUAL_FAST),
        (AUTOMATIC, FAST_FROM - 1, False, MULTILINGUAL),
        (AUTOMATIC, FAST_FROM, True, MULTILINGUAL),
        (MULTILINGUAL, FAST_FROM, False, MULTILINGUAL),
        (MINILM, FAST_FROM, False, MINILM),
    ],
)
def test_only_a_large_quick_build_takes_the_fast_encoder_by_itself(
    tmp_path: Path, set_to: str, creators: int, deep: bool, chosen: str
) -> None:
    context = _context(tmp_path, set_to, creators, deep=deep)
    assert settings_with_encoder(context, DemoSource(), reads_texts=True).embedder == chosen


def test_a_rebuild_that_keeps_the_vectors_keeps_their_encoder(tmp_path: Path) -> None:
    context = _context(tmp_path, AUTOMATIC, 5, deep=False)
    earlier = EarlierBuild(Build("a", tmp_path, {"embedder": MULTILINGUAL_FAST}), with_results=True)
    assert settings_with_encoder(context, earlier, reads_texts=False).embedder == MULTILINGUAL_FAST
    assert settings_with_encoder(context, earlier, reads_texts=True).embedder == MULTILINGUAL
