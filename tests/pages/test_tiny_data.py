"""What pages say of one or three creators: no comparison with others who are not there."""

from __future__ import annotations

import csv
import dataclasses
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.features import embeddings
from core.pipeline.context import BuildConfig
from core.pipeline.imported import ImportSource
from core.pipeline.run import make_build
from core.services import encoder
from core.settings import Settings
from core.store.ingest import ImportFile
from tests.support.hashed_encoder import HashedModel
from tests.support.opening import opened, texts

pytestmark = pytest.mark.slow

_DAY = date(2026, 11, 21)
_CAPTIONS = ("glow serum for #skincare", "morning #skincare routine", "lipstick #makeup")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One creator with sixty daily counts, one brand, and one collaboration of the two."""
    folder = tmp_path_factory.mktemp("tiny")
    files = {
        "influencers.csv": (
            "influencer_id,handle,name,platform,followers_count,avg_likes,avg_comments,post_price",
            ["c1,mirak,Mira K,instagram,12000,480,48,300"],
        ),
        "posts.csv": (
            "post_id,influencer_id,posted_at,caption",
            [f"p{n},c1,{_DAY - timedelta(days=7 * n)},{text}" for n, text in enumerate(_CAPTIONS)],
        ),
        "follower_history.csv": (
            "influencer_id,date,followers",
            [f"c1,{_DAY - timedelta(days=n)},{12000 - 7 * n - n % 3}" for n in range(60)],
        ),
        "brands.csv": (
            "brand_id,brand_name,description,keywords",
            ["b1,Luma,glow serum for skincare,skincare glow"],
        ),
        "collaborations.csv": ("brand_id,influencer_id", ["b1,c1"]),
    }
    for name, (head, rows) in files.items():
        with (folder / name).open("w", newline="") as file:
            csv.writer(file).writerows(line.split(",") for line in (head, *rows))
    settings = dataclasses.replace(Settings.from_env(folder / "data"), threads=1)
    source = ImportSource([ImportFile(folder / name, name) for name in files], None, _DAY)
    with pytest.MonkeyPatch.context() as patch:
        encoder._encoder.cache_clear()
        patch.setattr(embeddings, "load_model", lambda _embedder, _tokens: HashedModel())
        make_build(settings, source, BuildConfig())
    return settings.data_dir


@pytest.fixture(autouse=True)
def _use_data(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder._encoder.cache_clear()
    monkeypatch.setattr(embeddings, "load_model", lambda _embedder, _tokens: HashedModel())
    monkeypatch.setenv("SCOUT_DATA_DIR", str(data_dir))


def _said(app: AppTest) -> str:
    """All texts with the figures, their notes and their help."""
    tiles = [f"{tile.label} {tile.value} {tile.delta} {tile.help}" for tile in app.metric]
    return "\n".join([texts(app), *tiles])


@pytest.mark.parametrize(
    "page", ["overview", "model_report", "creator", "authenticity", "data", "about"]
)
def test_one_is_not_counted_as_many(page: str) -> None:
    said = _said(
        opened(page, creator="c1") if page in ("creator", "authenticity") else opened(page)
    )
    for noun in ("creators", "collaborations", "brands", "pairs", "counts", "rows"):
        assert f" 1 {noun}" not in said
        assert f"\n1 {noun}" not in said


def test_engagement_that_has_no_peers_is_not_called_unknown() -> None:
    said = _said(opened("authenticity", creator="c1"))
    assert "4.4%" in said
    assert "Engagement cannot be compared" in said
    assert "Engagement is unknown" not in said


def test_nobody_is_compared_with_accounts_that_are_not_there() -> None:
    assert "Compared with" not in texts(opened("authenticity", creator="c1"))
    said = _said(opened("rising", creator="c1"))
    assert "too few comparable accounts to compare with" in said
    assert "too few peers" in said
    assert "Confidence medium" in said
    for page, query in (("creator", {"creator": "c1"}), ("compare", {"creators": "c1"})):
        said += _said(opened(page, **query))
    assert said.count("too few peers") >= 4
    assert "in line with peers" not in said
    assert "above peers" not in said


def test_the_only_creator_is_not_better_than_99_per_cent_of_creators() -> None:
    said = texts(opened("brief", brief="1 skincare creator under €500"))
    assert "best of all creators" in said
    assert "99%" not in said
