"""Which accounts a handle or id means, over all builds and the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from core.domain.accounts import Account
from core.errors import AppError, NotFoundError
from core.services.accounts import PLATFORMS, accounts_of_builds, several_platforms
from core.services.privacy.needle import Needle
from core.services.privacy.traces import files_named
from core.settings import Settings
from core.store.builds import Build
from core.store.ingest.import_plan import uploaded_pictures
from core.workspace.kept_creators import accounts_kept
from core.workspace.mentions import normal_handle


@dataclass(frozen=True)
class Target:
    """The creator that is meant.

    Attributes:
        handle: as the data spells it.
        platform: the one platform that is meant.
        accounts: what is known of it, one per id.
        is_known: it is in a build, a campaign or a shortlist.
        is_demo: only demo data knows it, whose ids mean nothing elsewhere.
    """

    handle: str
    platform: str
    accounts: tuple[Account, ...]
    is_known: bool
    is_demo: bool

    @property
    def ids(self) -> list[str]:
        """Ids of the accounts, sorted."""
        return sorted({account.influencer_id for account in self.accounts})


def checked_platform(platform: str | None) -> str | None:
    """The platform in lower case; None stays None.

    Raises:
        AppError: it is none of `PLATFORMS`.
    """
    if platform is not None and platform.lower() not in PLATFORMS:
        raise AppError(
            f"--platform: expected one of {', '.join(PLATFORMS)}, found '{platform[:40]}'."
        )
    return platform.lower() if platform else None


def target(settings: Settings, engine: Engine, handle: str, platform: str | None) -> Target:
    """The creator with this handle, else id; with a platform also one that nothing knows yet.

    Raises:
        AppError: the handle is empty, stands for accounts on several platforms, or is the handle of
            one creator and the id of another.
        NotFoundError: nothing knows it, and no platform is given.
    """
    shown = normal_handle(handle)
    if not shown:
        raise AppError("Expected the handle of a creator, such as @mira, found none.")
    in_builds = list(accounts_of_builds(settings, handle))
    everywhere = [account for _, known in in_builds for account in known]
    everywhere += [Account(*row) for row in accounts_kept(engine, handle)]
    accounts = {
        (account.influencer_id, normal_handle(account.handle), account.platform): account
        for account in everywhere
    }
    meant = [account for account in accounts.values() if platform in (None, account.platform)]
    if platform not in (None, "unknown"):
        # Data that does not say the platform may well speak of this account.
        meant += [account for account in accounts.values() if account.platform == "unknown"]
    _check_one_reading(handle.strip(), shown, meant)
    platforms = {account.platform for account in meant} - {"unknown"}
    if len(platforms) > 1:
        raise several_platforms(shown, platforms)
    is_known = bool(meant)
    if not meant and platform is None:
        raise NotFoundError(
            f"There is no creator '@{shown[:80]}' in any build, campaign or shortlist."
        )
    if not meant:
        # Files without ids get this one, see core.store.ingest.
        meant = [Account(f"{platform}:{shown}", shown, shown, str(platform))]
    chosen = next(iter(platforms), platform or "unknown")
    is_demo = bool(in_builds) and all(build.is_demo for build, _ in in_builds)
    return Target(meant[0].handle, chosen, tuple(meant), is_known, is_demo)


def _check_one_reading(given: str, handle: str, accounts: list[Account]) -> None:
    """Two people never count as one: an id may be a handle that somebody else has by now."""
    named = {one.influencer_id for one in accounts if normal_handle(one.handle) == handle}
    other = [
        one for one in accounts if one.influencer_id == given and one.influencer_id not in named
    ]
    if named and other:
        raise AppError(
            f"'{given[:80]}' is the handle of {', '.join(sorted(named))} and the id of "
            f"@{other[0].handle}. Say which by handle: '@{handle[:80]}' or '@{other[0].handle}'."
        )


def builds_holding(settings: Settings, creator: Target) -> list[Build]:
    """The builds that hold the creator, newest first."""
    return [
        build
        for build, accounts in accounts_of_builds(settings, creator.handle)
        if any(account.influencer_id in creator.ids for account in accounts)
    ]


def uploads_with(settings: Settings, needle: Needle) -> list[Path]:
    """Uploaded files that name an account, and the pictures dropped with them."""
    named = files_named(settings.imports_dir, needle, settings)
    pictures = {zipped for file, zipped in uploaded_pictures(settings.imports_dir) if file in named}
    return sorted({*named, *(zipped for zipped in pictures if zipped.is_file())})
