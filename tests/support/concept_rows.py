"""Concepts learned from a published small build, and accounts whose words tests know."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from core.models.concepts.model import ConceptsConfig
from core.models.concepts.uses import WordUses, word_uses
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.steps.views.concepts import link_concepts
from core.progress import silent
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store

SMALL = ConceptsConfig(fewest_accounts=5, fewest_uses=2)


def plant_concepts(settings: Settings) -> None:
    """Runs the step "concepts" on the build in use, as if its sixty creators were enough."""
    build = builds.current_build(settings)
    con = open_store(build.store_file, settings, read_only=False)
    try:
        link_concepts(BuildContext(con, build.folder, settings, BuildConfig(), silent), SMALL)
    finally:
        con.close()


def uses_of(texts: Sequence[str], languages: Sequence[str] | None = None) -> WordUses:
    """The words of accounts that have a biography and no hashtags, in English by default."""
    tags = pd.DataFrame({"account": [], "tag": [], "posts_count": []})
    return word_uses(texts, tags, languages or ["en"] * len(texts))


def tags_of(rows: Sequence[tuple[int, str, int]]) -> pd.DataFrame:
    """Account, tag and posts of each use of a hashtag."""
    return pd.DataFrame(rows, columns=["account", "tag", "posts_count"])
