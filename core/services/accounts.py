"""Accounts by their handle, in one build and in all there are."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import duckdb

from core.domain.accounts import Account
from core.errors import AppError, NotFoundError, StoreError
from core.settings import Settings
from core.store import builds
from core.store.connect import open_store
from core.workspace.mentions import normal_handle

_LOG = logging.getLogger(__name__)

PLATFORMS = ("instagram", "tiktok", "youtube", "unknown")


def accounts_meant(con: duckdb.DuckDBPyConnection, handle: str) -> list[Account]:
    """Accounts with this handle and the one with this id, which may be somebody else's.

    Args:
        handle: in any case, with or without @; with one it is hardly ever an id.
    Returns:
        By platform, then id; [] when there is none.
    """
    parameters = {"handle": normal_handle(handle), "id": handle.strip()}
    rows = con.execute(
        """SELECT influencer_id, handle, name, platform FROM influencers
           WHERE lower(handle) = $handle OR influencer_id = $id
           ORDER BY platform, influencer_id""",
        parameters,
    ).fetchall()
    return [Account(*row) for row in rows]


def accounts_named(con: duckdb.DuckDBPyConnection, handle: str) -> list[Account]:
    """Accounts with this handle, else the one with this id; [] when there is none.

    Args:
        handle: as for `accounts_meant`.
    """
    accounts = accounts_meant(con, handle)
    named = normal_handle(handle)
    by_handle = [account for account in accounts if normal_handle(account.handle) == named]
    return by_handle or accounts


def one_account(con: duckdb.DuckDBPyConnection, handle: str, platform: str | None) -> Account:
    """The one account of a build that is meant.

    Raises:
        NotFoundError: there is none.
        AppError: there are several; the message lists them.
    """
    known = accounts_meant(con, handle)
    accounts = [account for account in known if platform in (None, account.platform)]
    if len(accounts) == 1:
        return accounts[0]
    shown = normal_handle(handle)[:80]
    if len(accounts) > 1:
        handles = sorted({f"@{normal_handle(account.handle)}" for account in accounts})
        if len(handles) > 1:
            raise AppError(
                f"'{handle.strip()[:80]}' is the handle of one creator and the id of another. Say "
                f"which by handle: {' or '.join(handles)}."
            )
        if platform is None and len({account.platform for account in accounts}) > 1:
            raise several_platforms(shown, {account.platform for account in accounts})
        ids = ", ".join(account.influencer_id for account in accounts[:10])
        raise AppError(
            f"Expected one creator '@{shown}', found {len(accounts)}: {ids}. Give the id instead."
        )
    if known:
        where = ", ".join(account.platform for account in known)
        raise NotFoundError(
            f"There is no creator '@{shown}' on {platform} in the data in use, but on {where}."
        )
    raise NotFoundError(
        f"There is no creator '@{shown}' in the data in use. The search in the sidebar and "
        "'python -m core search' find names in spite of typing errors."
    )


def several_platforms(handle: str, platforms: set[str]) -> AppError:
    """The error for a handle that stands for accounts on several platforms."""
    names = sorted(platforms)
    return AppError(
        f"Expected one account '@{handle}', found it on {', '.join(names)}. "
        f"Say which: --platform {names[0]}."
    )


def accounts_of_builds(
    settings: Settings, handle: str
) -> Iterator[tuple[builds.Build, list[Account]]]:
    """Each build that has accounts with this handle (or id), newest first; damaged ones do not."""
    for build in builds.list_builds(settings):
        try:
            con = open_store(build.store_file, settings)
        except StoreError:
            _LOG.warning("build %s left out of the search", build.build_id, exc_info=True)
            continue
        try:
            accounts = accounts_named(con, handle)
        except duckdb.Error:
            _LOG.warning("build %s left out of the search", build.build_id, exc_info=True)
            continue
        finally:
            con.close()
        if accounts:
            yield build, accounts
