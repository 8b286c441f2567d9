"""How long the steps of a build will take, before they are run."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.errors import StoreError
from core.features.sentence_models import FAST as FAST_EMBEDDERS
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.encoding.choice import embedder_for
from core.pipeline.imported import ImportSource
from core.pipeline.pseudonyms.source import PseudonymisedBuild
from core.pipeline.sources import DemoSource, EarlierBuild, Source
from core.pipeline.steps.text import CAPTIONS_A_CREATOR
from core.progress.costs import DEEP, FAST, QUICK, TEXT, Sizes
from core.progress.expecting import Earlier, expected_steps
from core.settings import Settings
from core.store import builds
from core.store.builds import Build

_LOG = logging.getLogger(__name__)
_KNOWN_TEXTS = 0.1  # share of the time of the step, when the vectors of all texts are kept
_BUILDS_READ = 10
_OF_A_BUILD = (EarlierBuild, PseudonymisedBuild)
# Of the demo data of 4,000 creators: bytes as CSV files, posts, counts.
_A_CREATOR = Sizes(creators=1, brands=0.02, posts=12, counts=90, file_bytes=4_600)


def expected_seconds(
    settings: Settings,
    source: Source,
    config: BuildConfig,
    names: Sequence[str],
    sizes: Sizes | None = None,
) -> tuple[dict[str, float], str]:
    """Seconds of the source and of each step, in their order, and the kind of the build, see
    `expected_steps`.

    Args:
        names: steps that will run after the source.
        sizes: what the source gave; None before it has run, when they are guessed.
    """
    sizes = sizes or _guessed(source, config)
    kind = kind_of(embedder_for(settings, sizes.creators, deep=config.deep), deep=config.deep)
    earlier = earlier_builds(settings, source)
    seconds = expected_steps((source.name, *names), kind, sizes, earlier)
    if TEXT in seconds and _has_vectors(source, kind, sizes, earlier, settings):
        seconds[TEXT] *= _KNOWN_TEXTS
    return seconds, kind


def sizes_of(context: BuildContext) -> Sizes:
    """What the source gave."""
    creators, brands, posts, counts = context.con.execute(
        """SELECT (SELECT count(*) FROM influencers), (SELECT count(*) FROM brands),
                  (SELECT count(*) FROM posts), (SELECT count(*) FROM follower_history)"""
    ).fetchall()[0]
    return _with_texts(Sizes(creators, brands, posts, counts), deep=context.config.deep)


def earlier_builds(settings: Settings, source: Source) -> list[Earlier]:
    """Builds of this data folder and the one that is built upon, newest first."""
    try:
        known = builds.list_builds(settings)[:_BUILDS_READ]
    except StoreError:
        _LOG.info("no earlier build tells how long this one takes", exc_info=True)
        known = []
    base = source.build if isinstance(source, _OF_A_BUILD) else None
    if base is not None and base.build_id not in {build.build_id for build in known}:
        known = [*known, base]
    return [_earlier(build) for build in known]


def kind_of(embedder: str, *, deep: bool) -> str:
    """The kind of a build, see `core.progress.costs`, whose texts this encoder reads."""
    if deep:
        return DEEP
    return FAST if embedder in FAST_EMBEDDERS else QUICK


def _earlier(build: Build) -> Earlier:
    manifest: dict[str, Any] = build.manifest
    rows = manifest.get("row_counts", {})
    deep = bool(manifest.get("is_deep", True))
    sizes = Sizes(
        rows.get("influencers", 0), rows.get("brands", 0), rows.get("posts", 0),
        rows.get("follower_history", 0),
    )  # fmt: skip
    text = manifest.get("facts", {}).get("text", {})
    sizes = _with_texts(sizes, deep=deep)
    return Earlier(
        kind_of(str(manifest.get("embedder", "")), deep=deep),
        manifest.get("timings_s", {}),
        sizes,
        float(text.get("encoded_count", 0)) / max(sizes.texts, 1),
        str(manifest.get("embedder", "")),
    )


def _with_texts(sizes: Sizes, *, deep: bool) -> Sizes:
    texts = sizes.creators + sizes.brands
    if deep:
        texts += min(sizes.posts, CAPTIONS_A_CREATOR * sizes.creators)
    return replace(sizes, texts=texts)


def _guessed(source: Source, config: BuildConfig) -> Sizes:
    if isinstance(source, _OF_A_BUILD):
        return _with_texts(_earlier(source.build).sizes, deep=config.deep)
    if isinstance(source, ImportSource):
        file_bytes = sum(file.path.stat().st_size for file in source.files if file.path.is_file())
        base = _earlier(source.add_to).sizes.creators if source.add_to is not None else 0
        sizes = _times(file_bytes / _A_CREATOR.file_bytes + base)
        return _with_texts(replace(sizes, file_bytes=file_bytes), deep=config.deep)
    return _with_texts(_times(config.creators_count), deep=config.deep)


def _times(creators: float) -> Sizes:
    return Sizes(
        creators,
        _A_CREATOR.brands * creators,
        _A_CREATOR.posts * creators,
        _A_CREATOR.counts * creators,
    )


def _has_vectors(
    source: Source, kind: str, sizes: Sizes, earlier: Sequence[Earlier], settings: Settings
) -> bool:
    """Whether the vectors of the texts are kept from a build of the same data."""
    if not isinstance(source, EarlierBuild | DemoSource):
        return False
    embedder = embedder_for(settings, sizes.creators, deep=kind == DEEP)
    return any(
        build.kind == kind and build.embedder == embedder and build.sizes.creators == sizes.creators
        for build in earlier
    )
