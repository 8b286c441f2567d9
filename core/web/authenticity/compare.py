"""Two to five creators side by side: growth on one axis, figures in one table."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.charts.growth.compare import SCALES, ComparedCurve, compare_figure
from core.domain.thresholds import WORTH_CHECKING
from core.queries.growth import evidence as growth_evidence
from core.report import facts as fact_queries
from core.report import words
from core.web.kit.cached import cached_read, cached_service
from core.web.kit.creators.search import search_to_add
from core.web.kit.formats import plain, platform_label
from core.web.kit.growth.verdict import with_verdict
from core.web.kit.widgets import creator_columns, show_figure

MODES = ("Check one", "Compare")
COMPARED_MAX = 5
_MODE, _IDS, _SEARCH = "authenticity_mode", "compare", "compare_search"
_MADE_ROOM = "compare_made_room"


def chosen_mode() -> str:
    """Whether one creator is checked or several are compared."""
    return st.segmented_control(
        "What to do",
        MODES,
        default=MODES[0],
        required=True,
        key=_MODE,
        bind="query-params",
        label_visibility="collapsed",
    )


def _named_ids() -> list[str]:
    """Ids in the URL, each once."""
    return list(
        dict.fromkeys(creator_id for creator_id in st.query_params.get_all(_IDS) if creator_id)
    )


def compared_ids() -> list[str]:
    """Ids in the URL, each once, at most five."""
    return _named_ids()[:COMPARED_MAX]


def compare_this(influencer_id: str) -> None:
    """Opens the comparison with one more creator; for a callback."""
    _add(influencer_id)
    st.session_state[_MODE] = MODES[1]
    if "creator" in st.query_params:
        del st.query_params["creator"]


def _add(influencer_id: str) -> None:
    ids = compared_ids()
    if influencer_id not in ids:
        st.query_params[_IDS] = [*ids, influencer_id][-COMPARED_MAX:]
        if len(ids) == COMPARED_MAX:
            st.session_state[_MADE_ROOM] = ids[0]
    if _SEARCH in st.session_state:
        st.session_state[_SEARCH] = ""


def _remove(influencer_id: str) -> None:
    left = [creator_id for creator_id in compared_ids() if creator_id != influencer_id]
    if left:
        st.query_params[_IDS] = left
    else:
        del st.query_params[_IDS]


def _open_case(influencer_id: str) -> None:
    st.session_state[_MODE] = MODES[0]
    del st.query_params[_IDS]
    st.query_params["creator"] = influencer_id


def compare_view(build: str) -> None:
    """The picker, the curves and the figures."""
    ids = compared_ids()
    rows = cached_read(growth_evidence.compared_creators, build, tuple(ids))
    _picker(build, ids, rows)
    missing = [creator_id for creator_id in ids if creator_id not in set(rows["influencer_id"])]
    if missing:
        st.warning(
            f"This build has no creator {', '.join(plain(name[:80]) for name in missing)}. "
            "The link may come from another build.",
            icon=":material/search_off:",
        )
    if rows.empty:
        st.info(
            "Pick two to five creators: search above, or open a case and click Compare.",
            icon=":material/compare_arrows:",
        )
        return
    _curves(build, rows)
    _table(rows)


def _picker(build: str, ids: list[str], rows: pd.DataFrame) -> None:
    names = {row["influencer_id"]: row for row in rows.to_dict("records")}
    with st.container(border=True):
        if ids:
            with st.container(horizontal=True, gap="small"):
                for place, creator_id in enumerate(ids):
                    row = names.get(creator_id)
                    st.button(
                        f"@{plain(row['handle'])}" if row else plain(creator_id[:40]),
                        icon=":material/close:",
                        key=f"compare_remove_{place}",
                        on_click=_remove,
                        args=(creator_id,),
                        help="Remove from the comparison",
                    )
        if len(ids) >= COMPARED_MAX:
            st.caption(f"You can compare up to five creators. {_HOW_TO_REMOVE}")
            _left_out(build, len(_named_ids()) - COMPARED_MAX)
            return
        search_to_add(build, ids, _add, key="compare")


_HOW_TO_REMOVE = "Click a name to remove it."


def _left_out(build: str, too_many: int) -> None:
    """Says who is not in the picture though somebody asked for them."""
    if too_many > 0:
        st.warning(
            f"The link names {COMPARED_MAX + too_many} creators; the first {COMPARED_MAX} are "
            "compared.",
            icon=":material/group_remove:",
        )
    made_room = st.session_state.pop(_MADE_ROOM, None)
    if made_room:
        row = cached_read(growth_evidence.compared_creators, build, (made_room,))
        name = f"@{row['handle'].iloc[0]}" if len(row) else made_room[:40]
        st.info(
            f"{plain(name)}, first in the comparison, made room for the last one.",
            icon=":material/group_remove:",
        )


def _curves(build: str, rows: pd.DataFrame) -> None:
    scale = st.segmented_control(
        "Scale",
        SCALES,
        default=SCALES[0],
        required=True,
        key="compare_scale",
        bind="query-params",
        label_visibility="collapsed",
    )
    curves, without = [], []
    for row in rows.to_dict("records"):
        facts = cached_service(fact_queries.case_facts, build, row["influencer_id"])
        if facts.days is None:
            without.append(f"@{row['handle']}")
            continue
        checked = facts.events[facts.events["is_worth_checking"]]
        curves.append(
            ComparedCurve(
                f"{row['name']} @{row['handle']}",
                facts.days,
                frozenset(checked["event_number"].tolist()),
            )
        )
    if curves:
        show_figure(compare_figure(curves, scale=scale), key="compare_plot")
        st.caption(
            "Diamonds: days in events worth checking"
            + (" · 100 is each creator's first known count" if scale == SCALES[0] else "")
        )
    if without:
        st.info(
            f"**Not enough data** to draw {', '.join(plain(name) for name in without)}: fewer than "
            "2 follower counts.",
            icon=":material/hourglass_empty:",
        )


def _table(rows: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "creator": rows["name"] + "  @" + rows["handle"],
            "verdict": with_verdict(rows)["verdict"],
            "probability_percent": (rows["purchased_probability"] * 100).clip(1, 99),
            "authenticity_index": rows["authenticity_index"],
            "pattern": rows["pattern"].map(words.pattern_words, na_action="ignore"),
            "kept_percent": (rows["retained_30"].fillna(rows["retained_7"]) * 100).clip(0, 100),
            "growth_percent": rows["growth_fraction"] * 100,
            "engagement_percent": rows["engagement_rate"] * 100,
            "followers_count": rows["followers_count"],
            "platform": rows["platform"].map(platform_label),
            "caution_score": rows["caution_score"],
        }
    )
    st.dataframe(
        shown,
        key="compare_table",
        hide_index=True,
        column_config={**creator_columns(), **growth_columns()},
        placeholder="-",
    )
    with st.container(horizontal=True, gap="small"):
        for row in rows.to_dict("records"):
            # Not a link: a link to the same page would leave the mode as it is.
            st.button(
                f"Case of @{plain(row['handle'])}",
                icon=":material/query_stats:",
                key=f"compare_case_{row['influencer_id']}",
                on_click=_open_case,
                args=(row["influencer_id"],),
            )


def growth_columns() -> dict[str, ColumnConfig]:
    """How the columns of growth evidence look in a table."""
    c = st.column_config
    return {
        "probability_percent": c.ProgressColumn(
            "Probability",
            format="%.0f%%",
            min_value=0,
            max_value=100,
            width=100,
            help="Calibrated probability of bought growth; from "
            f"{WORTH_CHECKING:.0%} worth checking. Not proof.",
        ),
        "pattern": c.TextColumn("Pattern", width=120, help="The most telling event"),
        "kept_percent": c.NumberColumn(
            "Kept",
            format="%.0f%%",
            width="small",
            help="Share of the main gain left 30 days after its peak; after 7 when shorter",
        ),
        "caution_score": c.NumberColumn(
            "Caution",
            format="%d",
            width=70,
            help=f"0-100; higher is more unusual. {words.WHY_SCORES_DIFFER}",
        ),
    }
