"""The growth check on the Model report: what it finds of growth added to creators of this data."""

from __future__ import annotations

import pandas as pd
import streamlit as st
from scipy.stats import binomtest

from core.domain.thresholds import WORTH_CHECKING
from core.models.growth.kinds import KIND_WORDS
from core.models.growth.order_trials import CREATORS_MIN, SHARE_MAX
from core.queries.growth.trials import growth_trials
from core.web.kit.cached import cached_read
from core.web.kit.formats import count, percent
from core.web.kit.older_builds import GROWTH_TRIALS, knows, older_build_note
from core.web.kit.widgets import Metric, metric_row

_TOO_FEW = (
    f"Growth is added to a tenth of the creators whose history is long enough. This data has fewer "
    f"than {round(CREATORS_MIN / SHARE_MAX)} creators or too few such histories, so no share can "
    "be told."
)
_HEADLINE_SIZE = 0.1
_FEW_NAMED = 5  # under so many marked creators, nothing is said about names and days


def growth_panel(build: str) -> None:
    """How often each kind and size of added growth is marked, and what it is then called."""
    if not knows(build, GROWTH_TRIALS):
        older_build_note(build, GROWTH_TRIALS)
        return
    trials = cached_read(growth_trials, build)
    if trials.empty:
        st.caption(_TOO_FEW)
        return
    _headline(trials)
    number = int(trials["creators_count"].max())
    st.caption(
        f"Growth of each kind and size was added to {number} creators drawn from those whose "
        "growth was not worth checking, beside the same comparable accounts and posts. Whatever is "
        "marked afterwards is marked because of it. In brackets: 95% "
        "intervals for the number of creators."
    )
    for is_delivery, title, text in (
        (
            True,
            "Which deliveries are found?",
            "Share marked as worth checking, by followers delivered over the followers before.",
        ),
        (
            False,
            "Which honest growth is marked by mistake?",
            "A burst follows a post that reaches six times the usual; faster growth lasts 30 days "
            "in which posts reach 1.75 times the usual. Lower is better.",
        ),
    ):
        st.markdown(f"**{title}**")
        st.caption(text)
        _table(trials[trials["is_delivery"] == is_delivery], is_delivery=is_delivery)


def _headline(trials: pd.DataFrame) -> None:
    of_size = trials[trials["size_fraction"] == _HEADLINE_SIZE]
    found = of_size[of_size["is_delivery"]]
    honest = of_size[~of_size["is_delivery"]]
    marked = int(found["marked_count"].sum())
    metric_row(
        [
            Metric(
                "Deliveries found",
                _share(found),
                f"of {_HEADLINE_SIZE:.0%} of the followers",
                help=f"Marked with a probability of {WORTH_CHECKING:.0%} or more, over all four "
                "kinds.",
            ),
            Metric(
                "With the right kind",
                percent(int(found["named_count"].sum()) / marked) if marked else "-",
                "of those found",
                help="Step, step that fades, staircase or drip.",
            ),
            Metric(
                "Marked by mistake",
                _share(honest),
                f"honest growth of {_HEADLINE_SIZE:.0%}",
                help="A burst after a post and a month of faster growth, added in the same way.",
            ),
            Metric("Creators tried", count(int(trials["creators_count"].max())), "of this data"),
        ],
        part="_trials",
    )


def _share(rows: pd.DataFrame) -> str:
    tried = int(rows["creators_count"].sum())
    return percent(int(rows["marked_count"].sum()) / tried) if tried else "-"


def _table(trials: pd.DataFrame, *, is_delivery: bool) -> None:
    rows = []
    for kind, of_kind in trials.groupby("kind", sort=False):
        row = {"kind": KIND_WORDS[str(kind)].capitalize()}
        row |= {
            f"{size:.0%}": _with_interval(int(marked), int(tried))
            for size, marked, tried in zip(
                of_kind["size_fraction"],
                of_kind["marked_count"],
                of_kind["creators_count"],
                strict=True,
            )
        }
        if is_delivery:
            row |= _naming(of_kind)
        rows.append(row)
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={"kind": st.column_config.TextColumn("What arrives", width="medium")},
    )


def _with_interval(marked: int, tried: int) -> str:
    """62% (52-71)."""
    low, high = binomtest(marked, tried).proportion_ci(method="wilson")
    return f"{marked / tried:.0%} ({100 * low:.0f}-{100 * high:.0f})"


def _naming(of_kind: pd.DataFrame) -> dict[str, str]:
    marked = int(of_kind["marked_count"].sum())
    if marked < _FEW_NAMED:
        return {"Kind named correctly": "-", "First day off by": "-"}
    error = (of_kind["first_day_error"] * of_kind["marked_count"]).sum() / marked
    return {
        "Kind named correctly": percent(int(of_kind["named_count"].sum()) / marked),
        "First day off by": f"{error:.1f} days",
    }
