"""A first look at the small demo data, whatever their number."""

from __future__ import annotations

import pytest

from core.domain import first_look
from core.pipeline.context import BuildConfig
from core.pipeline.run import make_build
from core.pipeline.sources import DemoSource
from core.settings import Settings
from core.store.builds import Build

CREATORS = 150  # as in the fixture `small_build`, whose texts are encoded


def make_first_look(settings: Settings) -> Build:
    """Publishes a first look at the data of `small_build`."""
    config = BuildConfig(seed=42, niches_count=6, deep=True, creators_count=CREATORS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_look, "CREATORS_AT_LEAST", CREATORS)
        return make_build(settings, DemoSource(), config, can_be_first_look=True)
