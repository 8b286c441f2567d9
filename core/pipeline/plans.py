"""What a build is to be made of: what a person asked for, and what is in use."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.errors import NoBuildError, StoreError
from core.pipeline.context import BuildConfig
from core.pipeline.run import BuildPlan
from core.pipeline.sources import DemoSource, EarlierBuild, Source
from core.settings import Settings
from core.store import builds


@dataclass(frozen=True)
class BuildRequest:
    """What a person chose; None and False leave the choice to the build in use.

    Attributes:
        first_step: start from this step of the build in use.
        is_demo: make demo data even when other data is in use.
        is_quick: encode one short text per creator instead of every post.
        creators_count: size of the demo data.
        seed: of demo data and models.
        niches_count: None for the number chosen before, or the one that fits best.
    """

    first_step: str | None = None
    is_demo: bool = False
    is_quick: bool = False
    creators_count: int = 4000
    seed: int | None = None
    niches_count: int | None = None


def plan_build(settings: Settings, request: BuildRequest) -> BuildPlan:
    """Source and configuration of a build.

    Raises:
        NoBuildError: a first step is named, but nothing is published.
        StoreError: the build in use is damaged.
    """
    source = _source(settings, request)
    config = _config(settings, source, request)
    if request.first_step in (None, "text"):  # later steps take the vectors as they are
        config = replace(config, deep=not request.is_quick)
    if isinstance(source, DemoSource):
        config = replace(config, creators_count=request.creators_count)
    return BuildPlan(source, config, request.first_step, _is_new(settings, source))


def _is_new(settings: Settings, source: Source) -> bool:
    """Whether pages show none of these data yet, so that a first look is better than nothing."""
    if isinstance(source, EarlierBuild):
        return source.build.is_outdated
    try:
        return not (source.is_demo and builds.current_build(settings).is_demo)
    except StoreError:
        return True


def _source(settings: Settings, request: BuildRequest) -> Source:
    if request.first_step is not None:
        return EarlierBuild(builds.current_build(settings), with_results=True)
    try:
        current = builds.current_build(settings)
    except NoBuildError:
        if builds.list_builds(settings) and not request.is_demo:
            raise  # one of them is to be put in use, not demo data
        return DemoSource()
    is_demo = request.is_demo or current.is_demo
    return DemoSource() if is_demo else EarlierBuild(current, with_results=False)


def _config(settings: Settings, source: Source, request: BuildRequest) -> BuildConfig:
    """The choices of the build that is rebuilt, but what the caller chose again."""
    config = BuildConfig(seed=settings.seed)
    if isinstance(source, EarlierBuild):
        config = source.config(settings.seed)
    if request.seed is not None:
        config = replace(config, seed=request.seed)
    if request.niches_count is not None:
        config = replace(config, niches_count=request.niches_count)
    return config
