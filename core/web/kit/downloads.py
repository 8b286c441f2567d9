"""Files of ranked creators, and the buttons that make files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from core.report.marks import data_rows
from core.store.export import ABOUT, about_sheet, sheets_to_xlsx_bytes, to_csv_bytes
from core.web.kit.cache import build_facts
from core.web.kit.formats import country_name, platform_label
from core.web.kit.growth.verdict import VERDICT_HEADERS, with_verdict

# A list to work through, not the data; it also bounds what one click may cost.
DOWNLOAD_MAX = 500
_FACTS = {
    "rank": "Rank",
    "handle": "Handle",
    "name": "Name",
    "platform": "Platform",
    "country": "Creator's country",
    "audience_country": "Audience country",
    "niche": "Niche",
    "tier": "Tier",
    "followers_count": "Followers",
    "engagement_rate": "Engagement rate (fraction)",
    "growth_fraction": "Growth over the window (fraction)",
    **VERDICT_HEADERS,
    "story_price": "Story price (EUR)",
    "post_price": "Post price (EUR)",
    "estimated_low": "Estimated post price from (EUR, none listed)",
    "estimated_high": "Estimated post price to (EUR)",
}
_WORDS = {"bio": "Bio", "url": "Profile link"}
_LAST = {"caution_score": "Caution score (0-100, higher is more unusual)"}
_DECIMALS = {
    "engagement_rate": 4,
    "growth_fraction": 4,
    "purchased_probability": 4,
    "estimated_low": 0,
    "estimated_high": 0,
}
_KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_bytes(build: str, kind: str, table: pd.DataFrame, sheet: str) -> bytes:
    """A table as 'csv', which is nothing but its rows, or as 'xlsx' with a second sheet that says
    how old the data is and whether it is made up.

    Args:
        sheet: name of the first sheet.
    """
    if kind == "csv":
        return to_csv_bytes(table)
    about = about_sheet(data_rows(build_facts(build)))
    return sheets_to_xlsx_bytes({sheet: table, ABOUT: about})


def ranking_bytes(
    build: str,
    kind: str,
    frame: pd.DataFrame,
    scores: Mapping[str, tuple[str, int | None]],
    *,
    ranked_for: tuple[str, str],
    reasons: Mapping[str, Mapping[str, str]],
    links: Mapping[str, str],
    sheet: str,
) -> bytes:
    """A ranking as 'csv' or 'xlsx': facts, scores, reasons, bio, link.

    Args:
        frame: with the columns of `creator_rows` and those of `scores`.
        scores: column -> header and decimals; None leaves it as it is.
        ranked_for: header and text of the first column: the brand or brief of the ranking.
        reasons: header -> creator's id -> sentences.
        links: addresses of profiles by id.
    """
    decimals = {name: places for name, (_, places) in scores.items() if places is not None}
    table = (
        with_verdict(frame)
        .assign(
            platform=frame["platform"].map(platform_label),
            country=frame["country"].map(country_name),
            audience_country=frame["audience_country"].map(country_name),
            bio=frame["bio"].str.split().str.join(" "),  # one line per creator
            url=frame["influencer_id"].map(links),
        )
        .round({**_DECIMALS, **decimals})
    )
    for header, sentences in reasons.items():
        table[header] = [
            sentences.get(influencer_id, "") for influencer_id in table["influencer_id"]
        ]
    headers = {
        **_FACTS,
        **{name: header for name, (header, _) in scores.items()},
        **{header: header for header in reasons},
        **_WORDS,
        **_LAST,
    }
    table = table[list(headers)].rename(columns=headers)
    table.insert(0, *ranked_for)
    return file_bytes(build, kind, table, sheet)


def how_many(eligible_count: int) -> str:
    """What a file of a ranking holds."""
    if eligible_count > DOWNLOAD_MAX:
        return f"The best {DOWNLOAD_MAX:,} of {eligible_count:,} creators."
    return "The only creator." if eligible_count == 1 else f"All {eligible_count:,} creators."


def file_buttons(
    make: Callable[[str], bytes], *, name: str, key: str, note: str | None = None
) -> None:
    """Buttons for CSV and XLSX; a file is made when its button is clicked.

    Args:
        make: kind -> content.
        name: of the file, without the ending.
    """
    # The two stay side by side, whatever room there is on a phone.
    with st.container(horizontal=True, width="content", gap="small"):
        for kind, mime in _KINDS.items():
            st.download_button(
                kind.upper(),
                data=partial(make, kind),
                file_name=f"{name}.{kind}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                help=note,
                key=f"{key}_{kind}",
            )
