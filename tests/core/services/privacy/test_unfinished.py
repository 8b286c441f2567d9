"""A deletion that was cut off is known, and can be finished, though nothing else knows whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.domain.accounts import Account
from core.errors import AppError, NotFoundError
from core.services.doctor import data as doctor
from core.services.doctor.check import WELL
from core.services.privacy.target import Target
from core.services.privacy.unfinished import (
    kept_until_done,
    target_or_unfinished,
    unfinished_deletions,
)
from core.settings import Settings
from core.store import making
from core.store.temporary import FORGETTING
from core.workspace.database import workspace

ACCOUNTS = (Account("t1", "Zora", "Zora Q", "tiktok"), Account("old", "zora", "Zora", "unknown"))
ZORA = Target("Zora", "tiktok", ACCOUNTS, is_known=True, is_demo=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(tmp_path)


def cut_off(settings: Settings, target: Target = ZORA) -> None:
    def begin() -> None:
        with kept_until_done(settings, target, rebuild=True, purge=True) as progress:
            progress.has_begun = True
            raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        begin()


def test_doctor_names_the_command_that_finishes_it(settings: Settings) -> None:
    assert [check.state for check in doctor.deletions(settings)] == [WELL]
    cut_off(settings)
    (check,) = doctor.deletions(settings)
    assert check.finding == "The deletion of @Zora on tiktok was cut off."
    assert check.advice == (
        "Finish it: python -m core forget @Zora --platform tiktok --rebuild --purge --yes"
    )
    making.sweep_dead_builds(settings)  # does not take it for something left behind
    assert len(unfinished_deletions(settings)) == 1
    with kept_until_done(settings, ZORA, rebuild=True, purge=True):
        assert unfinished_deletions(settings) == []  # it is at work
    assert list(settings.data_dir.glob(f"{FORGETTING}*")) == []


def test_an_error_before_anything_was_deleted_leaves_no_record(settings: Settings) -> None:
    def refused() -> None:
        with kept_until_done(settings, ZORA, rebuild=True, purge=True):
            raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        refused()
    assert list(settings.data_dir.glob(f"{FORGETTING}*")) == []
    cut_off(settings)
    with pytest.raises(OSError, match="no space"):
        refused()  # the second try of one that has begun
    assert len(unfinished_deletions(settings)) == 1


@pytest.mark.parametrize("said", ["zora", "@ZORA", "old"])
def test_its_accounts_are_meant_when_nothing_else_knows_them(settings: Settings, said: str) -> None:
    engine = workspace(settings)
    with pytest.raises(NotFoundError):
        target_or_unfinished(settings, engine, said, None)
    cut_off(settings)
    assert target_or_unfinished(settings, engine, said, None) == ZORA
    with pytest.raises(NotFoundError):
        target_or_unfinished(settings, engine, "somebody", None)
    assert target_or_unfinished(settings, engine, said, "youtube").platform == "youtube"


def test_two_of_one_handle_ask_which(settings: Settings) -> None:
    cut_off(settings)
    cut_off(settings, Target("zora", "youtube", ACCOUNTS[1:], is_known=True, is_demo=False))
    with pytest.raises(AppError, match="found it on tiktok, youtube"):
        target_or_unfinished(settings, workspace(settings), "zora", None)


def test_nobody_else_deletes_the_same_creator_meanwhile(settings: Settings) -> None:
    with (
        kept_until_done(settings, ZORA, rebuild=False, purge=False),
        pytest.raises(AppError, match="Another process is forgetting @Zora"),
        kept_until_done(settings, ZORA, rebuild=False, purge=False),
    ):
        pass


def test_a_record_that_was_never_written_is_swept_and_a_damaged_one_stays(
    settings: Settings,
) -> None:
    for name, record in (("a", None), ("b", '{"target": []}')):
        folder = settings.data_dir / f"{FORGETTING}{name}"
        folder.mkdir()
        (folder / "working.lock").touch()
        if record is not None:
            (folder / "creator.json").write_text(record)
    assert unfinished_deletions(settings) == []
    making.sweep_dead_builds(settings)
    assert [path.name for path in settings.data_dir.glob(f"{FORGETTING}*")] == [f"{FORGETTING}b"]
