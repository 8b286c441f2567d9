"""How good profiles are, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.services.profiling.quality import (
    BOTH,
    CAPTIONS,
    EQUAL,
    PICTURES,
    WEIGHTED,
    profile_quality,
)
from core.services.session import open_session
from core.settings import Settings
from core.store.connect import open_store
from tests.support.profile_rows import make_older_build, make_profiled_build


def test_figures_of_the_planted_profiles(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    make_profiled_build(settings)
    with open_session(settings) as session:
        quality = profile_quality(session)
    assert quality is not None
    # 58 of 59 are right; c004 is given Pasta and read as Trails.
    assert quality.accuracy == pytest.approx(58 / 59)
    glow, pasta, trails = 1.0, 2 * 18 / (19 + 18), 2 * 20 / (20 + 21)
    assert quality.macro_f1 == pytest.approx((glow + pasta + trails) / 3)
    assert quality.frequent_share == pytest.approx(20 / 59)
    assert quality.views["view"].tolist() == [BOTH, CAPTIONS, PICTURES]
    assert quality.views["accuracy"].tolist() == pytest.approx([57 / 58, 57 / 58, 0])
    # 58 say 82% and are right, one says 90% and is wrong.
    assert quality.bins["right_share"].tolist() == [1.0, 0.0]
    assert quality.calibration_error == pytest.approx((58 * 0.18 + 0.9) / 59)
    ways = quality.ways.set_index("way")
    assert ways.index.tolist() == [WEIGHTED, EQUAL]
    assert ways.loc[EQUAL, "macro_f1"] == 0.5
    assert ways["accuracy"].isna().tolist() == [False, True]
    rows = quality.confusion.groupby("given_category")["share"].sum()
    assert rows.tolist() == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("older", [True, False])
def test_without_judged_creators_there_is_nothing(tmp_path: Path, older: bool) -> None:
    settings = Settings.from_env(tmp_path)
    if older:
        make_older_build(settings)
    else:
        con = open_store(make_profiled_build(settings).store_file, settings, read_only=False)
        con.execute("UPDATE creator_profiles SET is_out_of_fold = false")
        con.close()
    with open_session(settings) as session:
        assert profile_quality(session) is None


def test_one_creator_is_enough_for_figures(tmp_path: Path) -> None:
    settings = Settings.from_env(tmp_path)
    con = open_store(make_profiled_build(settings).store_file, settings, read_only=False)
    con.execute("DELETE FROM creator_profiles WHERE influencer_id <> 'c006'")
    con.close()
    with open_session(settings) as session:
        quality = profile_quality(session)
    assert quality is not None
    assert (quality.creators_count, quality.accuracy, quality.both_count) == (1, 1.0, 0)
    assert quality.views.empty
