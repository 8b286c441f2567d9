"""Which creator a page is about: by the id or handle in its link."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from core.domain.accounts import Account
from core.services.accounts import accounts_meant
from core.web.kit.cached import cached_read
from core.web.kit.formats import plain, platform_label
from core.web.kit.state import opened_id, with_brand
from core.workspace.mentions import normal_handle

_PARAMETER = "creator"


def opened_creator(build: str, page: str) -> str | None:
    """The id of the creator in `?creator=`, which may be an id or a handle, with or without @.

    Asks and stops the page where it may be several creators. What nobody has comes back as it is,
    so that the page says that there is no such creator.

    Args:
        page: file of the page, for the links that answer the question.
    """
    named = opened_id(_PARAMETER)
    if named is None:
        return None
    accounts = cached_read(accounts_meant, build, named)
    if len(accounts) > 1:
        _ask(accounts, named, page)
        st.stop()
    return accounts[0].influencer_id if accounts else named


def _ask(accounts: list[Account], named: str, page: str) -> None:
    st.info(
        f"**Several creators are called \u201c{plain(named[:80])}\u201d.** Which one do you mean?",
        icon=":material/group:",
    )
    often = Counter(normal_handle(account.handle) for account in accounts)
    with st.container(horizontal=True, gap="small"):
        for account in accounts:
            handle = normal_handle(account.handle)
            # Of an id that is also a handle only the handle of its owner says who is meant.
            link = account.influencer_id if often[handle] > 1 else f"@{handle}"
            st.page_link(
                page,
                label=f"{plain(account.name)} @{plain(account.handle)} \u00b7 "
                f"{platform_label(account.platform)}",
                icon=":material/person:",
                query_params=with_brand(creator=link),
            )
