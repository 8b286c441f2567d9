"""Likes, comments and views of the posts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.demo.histories.growth import Growth
from core.demo.histories.schedule import Schedule
from core.demo.people.cast import PLATFORMS, Cast

# Engagements over views, by platform: TikTok shows videos to strangers, who react more rarely.
_ENGAGED_VIEWERS = (0.075, 0.085, 0.045)
_PICTURE_SHARE = 0.4  # of Instagram posts; pictures have no views


@dataclass(frozen=True)
class Engagement:
    """Arrays of shape (creators, posts); views is -1 where the platform shows none."""

    likes: np.ndarray
    comments: np.ndarray
    views: np.ndarray


def make_engagement(
    cast: Cast,
    schedule: Schedule,
    growth: Growth,
    sponsored: np.ndarray,
    rng: np.random.Generator,
) -> Engagement:
    """Counts from the followers on the day of the post; bought followers do not engage."""
    shape = schedule.reach.shape
    day = np.clip(schedule.days, 0, growth.counts.shape[1] - 1)
    rows = np.arange(shape[0])[:, None]
    people = growth.counts[rows, day] * growth.organic_share[rows, day]
    # Advertising reaches somewhat fewer.
    reach = schedule.reach * np.where(sponsored, 0.82, 1.0)
    engaged = people * cast.engagement[:, None] * reach
    talkative = np.exp(rng.normal(np.log(0.028), 0.55, (shape[0], 1)))
    talk = np.clip(talkative * np.exp(rng.normal(0, 0.35, shape)), 0.002, 0.25)
    likes = rng.poisson(engaged * (1 - talk))
    comments = rng.poisson(engaged * talk)
    viewers = np.array(_ENGAGED_VIEWERS)[cast.platform][:, None]
    viewers = viewers * np.exp(rng.normal(0, 0.35, (shape[0], 1)))
    # Viral posts are seen by more people who only look.
    viewers = viewers * np.exp(rng.normal(0, 0.15, shape)) * np.maximum(reach, 1) ** -0.15
    views = np.rint((likes + comments + 1) / np.clip(viewers, 0.01, 0.5)).astype(np.int64)
    picture = (cast.platform == PLATFORMS.index("instagram"))[:, None] & (
        rng.random(shape) < _PICTURE_SHARE
    )
    return Engagement(likes, comments, np.where(picture, -1, views))
