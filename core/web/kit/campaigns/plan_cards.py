"""The rows of a plan as cards: what a phone shows in place of a table that it would cut."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.models.prices.words import planned_words
from core.web.kit.campaigns.plan_words import VALUE_LABELS, shown_value
from core.web.kit.formats import is_missing, plain
from core.web.kit.selection.ticks import tick_box
from core.web.kit.state import with_brand

_CARDS_MAX = 30  # more than anybody reads on a phone; every page draws them for phones to show


def plan_cards(rows: pd.DataFrame, goal: str, price_basis: str, *, key: str) -> None:
    """A card per creator with name, reason, figures and a box that selects it.

    Args:
        rows: influencer_id, name, handle, `why` or `fails`, asked, value, and where known price
            and verdict.
        goal: that `value` is a value of.
        price_basis: of `price`, see `BestSet`.
        key: starts the keys of the boxes.
    """
    for row in rows.head(_CARDS_MAX).to_dict("records"):
        with st.container(border=True, gap="xsmall"):
            st.page_link(
                "pages/creator.py",
                label=f"**{plain(row['name'])}** @{plain(row['handle'])}",
                query_params=with_brand(creator=str(row["influencer_id"])),
            )
            reason = plain(row["why"] if "why" in row else row["fails"])
            st.markdown(f"{reason}  \n:gray[{plain(' · '.join(_figures(row, goal, price_basis)))}]")
            tick_box(str(row["influencer_id"]), str(row["name"]), key=key)
    if len(rows) > _CARDS_MAX:
        st.caption(f"The first {_CARDS_MAX} of {len(rows):,}; a wider screen shows all.")


def _figures(row: dict[str, Any], goal: str, price_basis: str) -> list[str]:
    value, price = row.get("value"), row.get("price")
    return [
        *([] if is_missing(price) else [planned_words(price, price_basis)]),
        f"One post: {row['asked']}",
        *(
            []
            if value is None or is_missing(value)
            else [f"{VALUE_LABELS[goal]}: {shown_value(value, goal)}"]
        ),
        *([row["verdict"]] if "verdict" in row else []),
    ]
