"""Panels of the About page: texts by subject, the build in use, settings."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.domain.tiers import TIERS
from core.formats import counted, size
from core.models.published import PUBLISHED_ENGAGEMENT, PUBLISHED_ENGAGEMENT_SOURCE
from core.report.marks import mark_rows
from core.store.builds import Build
from core.web.about import words
from core.web.kit.cache import build_in_use, settings
from core.web.kit.widgets import compact, count, is_missing, moment, percent, plain


def methods() -> None:
    """How each figure comes about, with the constants in force."""
    left, right = st.columns(2, gap="large")
    with left:
        _section("Engagement, growth, price", words.ENGAGEMENT)
        _section("Niches", words.NICHES)
        _section("Momentum and forecasts", words.MOMENTUM)
        _section("Influence", words.INFLUENCE)
        _section("Campaigns", words.CAMPAIGNS)
        _tiers()
    with right:
        _section("Growth verdict", words.VERDICT)
        _section("Caution score", words.CAUTION)
        _section("Brand match", words.MATCHING)
        _section("Recommendations", words.RECOMMENDATIONS)
        _section("What the posts say, and trends", words.TEXTS)
        _section("Limits", words.LIMITS)


def _section(title: str, words: str) -> None:
    with st.container(border=True):
        st.subheader(title, anchor=False)
        st.markdown(words)


def _tiers() -> None:
    rows = [
        {
            "Tier": tier.name,
            "From": compact(tier.followers_min),
            "Published mean engagement": percent(PUBLISHED_ENGAGEMENT.get(tier.name), 2),
        }
        for tier in TIERS
    ]
    with st.container(border=True):
        st.subheader("Tiers", anchor=False)
        st.dataframe(pd.DataFrame(rows), hide_index=True, placeholder="-")
        st.caption(f"Published means: {PUBLISHED_ENGAGEMENT_SOURCE}, for reference only.")


def versions() -> None:
    """What the build in use was made with, and the settings of this server."""
    build = build_in_use()
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("Build in use", anchor=False)
        if build is None:
            st.caption("There is no data yet.")
        else:
            _facts(_build_facts(build))
    with right:
        st.subheader("Settings of this server", anchor=False)
        chosen = settings()
        _facts(
            {
                "SCOUT_DATA_DIR": str(chosen.data_dir),
                "SCOUT_EMBEDDER": chosen.embedder,
                "SCOUT_SEED": str(chosen.seed),
                "SCOUT_THREADS": str(chosen.threads),
                "SCOUT_MEMORY_LIMIT": chosen.memory_limit,
                "SCOUT_FILE_MEMORY": size(chosen.file_memory),
            }
        )
        st.caption("Set as environment variables before the start; see docs/operations.md.")


def _build_facts(build: Build) -> dict[str, str]:
    manifest = build.manifest
    config = manifest.get("config", {})
    timings = manifest.get("timings_s", {})
    k = config.get("niches_count")
    return {
        "Build": build.build_id,
        "Made": moment(build.built_at),
        **dict(mark_rows(build)),
        "Posts read": "every post" if manifest.get("is_deep") else "one short text per creator",
        "Encoder": str(manifest.get("embedder", "-")),
        "Seed": str(config.get("seed", "-")),
        "Niches asked for": "auto" if is_missing(k) else str(k),
        **{f"Rows: {name}": count(rows) for name, rows in manifest.get("row_counts", {}).items()},
        **{f"Seconds: {name}": f"{seconds:.1f}" for name, seconds in timings.items()},
        **{
            f"Version: {name}": str(version)
            for name, version in manifest.get("versions", {}).items()
        },
    }


def _facts(facts: dict[str, str]) -> None:
    st.dataframe(
        pd.DataFrame({"What": list(facts), "Value": list(facts.values())}),
        hide_index=True,
        height="content" if len(facts) < 12 else 420,
        placeholder="-",
    )


def source_note() -> None:
    """Where the data in use comes from, for the reader who checks."""
    build = build_in_use()
    if build is None or build.is_demo:
        return
    for file in build.manifest.get("source", {}).get("files", []):
        st.caption(
            f"{plain(file['name'])}: {count(file['rows_used'])} of "
            f"{counted(file['rows_read'], 'row')} used, SHA-256 {file['sha256'][:16]}…"
        )
