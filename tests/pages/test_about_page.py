"""The About page."""

from __future__ import annotations

from core.models.caution.reasons import CautionConfig
from core.settings import Settings
from core.store.builds import Build
from tests.conftest import Opener
from tests.support.opening import texts


def test_formulas_carry_the_constants_in_force(open_page: Opener, empty_settings: Settings) -> None:
    said = texts(open_page(empty_settings, "about"))
    config = CautionConfig()
    assert f"{config.spike_sds:g} population standard deviations" in said
    assert "above 70 excellent, 60 to 70 good" in said
    assert "There is no data yet." in said


def test_versions_and_settings_are_those_of_the_build(
    open_page: Opener, small_settings: Settings, small_build: Build
) -> None:
    tables = [frame.value for frame in open_page(small_settings, "about").dataframe]
    facts = {k: v for frame in tables if "What" in frame for k, v in zip(
        frame["What"], frame["Value"], strict=True)}  # fmt: skip
    assert facts["Build"] == small_build.build_id
    assert facts["SCOUT_DATA_DIR"] == str(small_settings.data_dir)
    assert facts["Version: streamlit"] == small_build.manifest["versions"]["streamlit"]


def test_words_never_accuse(open_page: Opener, empty_settings: Settings) -> None:
    said = texts(open_page(empty_settings, "about")).lower()
    assert "fraud" not in said
    assert "fake" not in said
