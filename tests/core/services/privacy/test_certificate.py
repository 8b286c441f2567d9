"""A certificate says that nothing is left only when that was searched for and is so."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np
import pytest

from core.domain.accounts import Account
from core.features.embedding_cache import EmbeddingCache, clear_vectors
from core.services.privacy.certificate import (
    Certificate,
    Removal,
    certificate_bytes,
    certificate_text,
    certify,
)
from core.services.privacy.mentions import is_ordinary_word
from core.services.privacy.purge import Purged
from core.services.privacy.target import Target
from core.settings import Settings
from core.store.connect import create_schema

CREATOR = Target(
    "Zora", "tiktok", (Account("instagram:zora", "Zora", "Zora Q", "tiktok"),), True, False
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "data").mkdir()
    return Settings.from_env(tmp_path / "data")


def certified(
    settings: Settings, *, is_word: bool = False, also: tuple[Path, ...] = (), name: bool = False
) -> Certificate:
    removal = Removal({"campaigns": 2, "shortlists": 0}, {}, None, Purged(), True, (), is_word)
    return certify(settings, CREATOR, removal, also=also, with_name=name)


def test_a_folder_beside_is_searched_when_it_is_named(settings: Settings, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "zora.csv").write_text("zora,1\n")
    assert certified(settings).is_clean
    wider = certified(settings, also=(exports,))
    assert not wider.is_clean
    assert {place["where"] for place in wider.left} == {"bytes", "file name"}
    assert "zora" not in certificate_text(wider).lower()
    assert "zora" not in certificate_bytes(wider, ".json").decode().lower()


def test_the_creator_is_named_only_on_request(settings: Settings) -> None:
    text = certificate_text(certified(settings, name=True))
    assert "@Zora, on tiktok" in text
    assert "2 campaigns" in text
    assert "shortlists" not in text
    content = json.loads(certificate_bytes(certified(settings, name=True), ".json"))
    assert content["handle"] == "Zora"


def test_what_cannot_be_read_is_not_called_clean(settings: Settings) -> None:
    (settings.data_dir / "list.parquet").write_bytes(b"PAR1 cut off")
    certificate = certified(settings)
    assert not certificate.is_clean
    assert "Unread:" in certificate_text(certificate)


def test_an_ordinary_word_names_nobody_without_its_sign(settings: Settings) -> None:
    (settings.data_dir / "notes.csv").write_text("zora is a word\n")
    assert not certified(settings).is_clean
    as_word = certified(settings, is_word=True)
    assert as_word.is_clean
    assert as_word.similar[0]["count"] == 1
    assert any("ordinary word" in sentence for sentence in as_word.stays)
    (settings.data_dir / "notes.csv").write_text("by @Zora\n")
    assert not certified(settings, is_word=True).is_clean


@pytest.mark.parametrize(("writers", "is_word"), [(2, False), (3, True)])
def test_three_others_make_a_word(writers: int, is_word: bool) -> None:
    con = duckdb.connect(":memory:")
    create_schema(con)
    con.execute(
        """INSERT INTO influencers (influencer_id, handle, name, platform, bio)
           SELECT 'i' || n, 'h' || n, 'N', 'tiktok', 'my zora' FROM range($count) t(n)""",
        {"count": writers},
    )
    assert is_ordinary_word(con, CREATOR) == is_word


def test_kept_vectors_are_overwritten_and_can_be_kept_again(settings: Settings) -> None:
    cache = EmbeddingCache(settings.cache_dir, 4)
    vector = np.array([1.5, 2.5, 3.5, 4.5], dtype=np.float32)
    cache.put([(b"key of a text", vector)])
    assert clear_vectors(settings.cache_dir) == 1
    kept = b"".join(file.read_bytes() for file in settings.cache_dir.iterdir())
    assert b"key of a text" not in kept
    assert vector.astype(np.float16).tobytes() not in kept
    cache.put([(b"key of a text", vector)])
    assert list(cache.get([b"key of a text"])) == [b"key of a text"]
    assert clear_vectors(settings.data_dir / "nowhere") == 0
