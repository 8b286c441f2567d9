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
    if settings.embedder != AUTOMATIC:
        return settings
    is_large = context.creators_count() >= FAST_FROM
    is_fast = is_large and not context.config.deep
    return replace(settings, embedder=MULTILINGUAL_FAST if is_fast else MULTILINGUAL)
