"""What keeps Spark from starting is said in a line, at once."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from core.errors import ModelError
from core.pipeline.engines.choice import chosen_engine
from core.spark import spark_session

pytest.importorskip("pyspark", reason="PySpark is not installed: make spark")


def _refused(master: str, folder: Path) -> str:
    with pytest.raises(ModelError) as refused, spark_session(master, folder=folder):
        pass
    assert not folder.exists()
    return str(refused.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "spark"


@pytest.fixture
def _java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")


def test_without_java_the_package_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert "openjdk-17-jre-headless" in _refused("local[1]", folder)


@pytest.mark.usefixtures("_java")
@pytest.mark.parametrize(
    ("master", "words"),
    [
        ("sparkle", "spark://HOST:PORT, yarn or k8s://..., found 'sparkle'"),
        ("local[0]", "found 'local[0]'"),
        ("spark://host", "expected spark://HOST:PORT, found 'spark://host'"),
        ("spark://host:99999", "expected spark://HOST:PORT"),
    ],
)
def test_a_master_that_is_none_is_refused(folder: Path, master: str, words: str) -> None:
    assert words in _refused(master, folder)


@pytest.mark.usefixtures("_java")
def test_the_engine_of_a_build_is_refused_before_the_build_begins() -> None:
    with pytest.raises(ModelError, match="found 'nowhere'"):
        chosen_engine("spark", "nowhere")
    assert chosen_engine("spark", "local[2]").name == "spark"


@pytest.mark.usefixtures("_java")
def test_a_master_that_does_not_answer_is_named_before_java_starts(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    master = f"spark://127.0.0.1:{port},127.0.0.1:{port}"
    assert _refused(master, folder).startswith(f"No Spark master answers at {master}: ")
