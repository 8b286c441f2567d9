"""A small build with growth evidence planted by hand."""

from __future__ import annotations

import pytest

from core.settings import Settings
from core.store import builds
from core.store.builds import Build
from tests.support.growth_rows import plant_evidence
from tests.support.price_rows import plant_estimates
from tests.support.small_build import make_small_build

ESTIMATED = "c055"  # lists no price


@pytest.fixture(scope="session")
def planted_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings.from_env(tmp_path_factory.mktemp("planted"))
    make_small_build(settings)
    plant_evidence(settings)
    plant_estimates(settings, [ESTIMATED], low=40.0, high=160.0)
    return settings


@pytest.fixture(scope="session")
def planted_build(planted_settings: Settings) -> Build:
    return builds.current_build(planted_settings)
