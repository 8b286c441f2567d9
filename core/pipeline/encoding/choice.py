"""Which encoder reads the texts of a build."""

from __future__ import annotations

from dataclasses import replace

from core.features.sentence_models import AUTOMATIC, MULTILINGUAL, MULTILINGUAL_FAST
from core.pipeline.context import BuildContext
from core.pipeline.sources import EarlierBuild, Source
from core.services.session import settings_of_build
from core.settings import Settings

# Creators from which on making the fast encoder takes less time than it saves.
FAST_FROM = 20_000


def settings_with_encoder(context: BuildContext, source: Source, *, reads_texts: bool) -> Settings:
    """The settings of a build with an encoder by name, never `AUTOMATIC`.

    Args:
        context: the given tables are there.
        reads_texts: False for a rebuild from a later step, which keeps vectors and encoder.
    """
    settings = context.settings
    if isinstance(source, EarlierBuild) and not reads_texts:
        settings = settings_of_build(settings, source.build)
    creators, deep = context.creators_count(), context.config.deep
    return replace(settings, embedder=embedder_for(settings, creators, deep=deep))


def embedder_for(settings: Settings, creators: float, *, deep: bool) -> str:
    """Name of the encoder that reads the texts of so many creators, never `AUTOMATIC`."""
    if settings.embedder != AUTOMATIC:
        return settings.embedder
    return MULTILINGUAL_FAST if creators >= FAST_FROM and not deep else MULTILINGUAL
