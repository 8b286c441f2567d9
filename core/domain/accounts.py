"""A creator's account, as builds and the workspace name one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """A creator as a build, a campaign or a shortlist knows it.

    Attributes:
        influencer_id: of the build it comes from.
        handle: without @.
        platform: instagram, tiktok, youtube or unknown.
    """

    influencer_id: str
    handle: str
    name: str
    platform: str
