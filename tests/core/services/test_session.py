"""What an open build offers, and whose encoder its settings carry."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import duckdb
import numpy as np
import pytest

from core.errors import ModelError, NoBuildError, StoreError
from core.services.session import CREATOR_VECTORS, open_session, session_of, settings_of_build
from core.settings import Settings
from core.store.builds import MANIFEST_FILE, Build
from tests.support.small_build import CREATORS, make_small_build


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return dataclasses.replace(Settings.from_env(tmp_path), threads=1)


def test_a_session_on_the_build_in_use_knows_its_rows_arrays_and_models(settings: Settings) -> None:
    build = make_small_build(settings)
    with open_session(settings) as session:
        assert (session.build_id, session.folder) == (build.build_id, build.folder)
        assert session.con.execute("SELECT count(*) FROM influencers").fetchone() == (CREATORS,)
        assert session.array(CREATOR_VECTORS).shape[0] == CREATORS
        ids = session.creator_ids()
        assert ids.tolist() == sorted(ids)
        assert len(ids) == CREATORS
        order = session.row_order("influencers")
        assert order.array_rows[order.rowids].tolist() == list(range(CREATORS))
        assert np.flatnonzero(~session.rows_with_text()).tolist() == [1]
        assert session.recommender() is session.recommender()
        assert session.has_growth_evidence
        assert not session.has_fit
        assert session.has_tables("brands", "niches")
        assert not session.has_tables("brands", "nobody")
        with pytest.raises(ModelError):
            session.niche_model()
        with pytest.raises(StoreError, match=f"{build.build_id} has no influencer_fit"):
            session.array("influencer_fit")
    with pytest.raises(duckdb.ConnectionException):
        session.con.execute("SELECT 1")


def test_a_session_opens_another_build_by_its_id(settings: Settings) -> None:
    first = make_small_build(settings)
    second = make_small_build(settings)
    with open_session(settings, first.build_id) as session:
        assert session.folder == first.folder
    with open_session(settings) as session:
        assert session.folder == second.folder


def test_nothing_published_is_said(settings: Settings) -> None:
    with pytest.raises(NoBuildError), open_session(settings):
        pass


def test_a_session_carries_the_encoder_of_its_build(settings: Settings) -> None:
    build = make_small_build(settings)
    with open_session(settings) as session:
        assert session.settings == settings  # an older manifest names none
    manifest = {**build.manifest, "embedder": "minilm"}
    (build.folder / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
    with open_session(settings) as session:
        assert session.settings == dataclasses.replace(settings, embedder="minilm")


@pytest.mark.parametrize("manifest", [{}, {"embedder": 3}, {"embedder": None}])
def test_an_encoder_that_is_not_named_is_that_of_the_settings(
    manifest: dict[str, object], settings: Settings, tmp_path: Path
) -> None:
    build = Build("some", tmp_path, manifest)
    assert settings_of_build(settings, build) == settings
    with duckdb.connect() as con:
        assert session_of(build, con, settings).settings == settings
