"""Panels of a Follower audit: figures, pictures, sample size, what is accepted."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.charts.accounts import drivers_figure, probability_figure, sample_size_figure
from core.domain.thresholds import WORTH_CHECKING
from core.models.accounts.audit import MIN_ACCOUNTS, SampleAudit
from core.models.accounts.columns import MEANINGS
from core.queries.creators import Creator
from core.services.audit.audit import AuditedSample
from core.web.follower_audit import reads as audit_reads
from core.web.follower_audit.inputs import AuditInputs
from core.web.follower_audit.profiles import profiles_table
from core.web.kit.formats import count, percent, plain
from core.web.kit.widgets import Metric, metric_row, show_figure

_EXAMPLE_HEADERS = {
    "followers_count": "followers, userFollowerCount, #followers",
    "following_count": "following, #follows, Number.of.people.they.follow",
    "posts_count": "posts, #posts, media_count",
    "has_profile_picture": "profile pic, has_profile_picture",
    "is_private": "private, Private.account",
    "has_external_url": "external URL, website",
    "bio_length": "description length, bio_length",
    "bio": "bio (its length is taken)",
    "username": "username (its length and digits are taken)",
    "username_digits_share": "nums/length username",
    "full_name_words": "fullname words",
    "full_name_digits_share": "nums/length fullname",
    "name_is_username": "name==username",
    "is_fake": "fake, isFake, rating (labelled accounts only)",
}


def what_is_accepted() -> None:
    """The columns that are understood, for somebody who has no file yet."""
    st.info(
        "Upload a table of followers' profiles, or choose an example above. One row per profile, "
        f"at least {MIN_ACCOUNTS} for a share; 200 to 400 drawn at random say most of what a "
        "sample can say.",
        icon=":material/upload_file:",
    )
    st.markdown("**Supported columns**, in any order. One is enough; more is better.")
    words = {meaning.key: meaning.words for meaning in MEANINGS}
    st.dataframe(
        pd.DataFrame(
            {
                "What it says": [words[key].capitalize() for key in _EXAMPLE_HEADERS],
                "Headers, for example": list(_EXAMPLE_HEADERS.values()),
            }
        ),
        hide_index=True,
        height="content",
    )
    st.caption(
        "Case, spaces and punctuation of headers do not matter. Yes and no may be yes/no, "
        "true/false or 1/0. What the labelled accounts and the sample both have is used."
    )


def whole_audit(audited: AuditedSample, inputs: AuditInputs, creator: Creator | None) -> None:
    """Everything about one audited sample."""
    if inputs.example:
        st.caption(
            f":material/science: Example '{plain(inputs.example)}': made-up profiles, not the "
            "followers of anybody."
        )
    if not inputs.training:
        st.warning(
            "Trained on made-up demo accounts. The page shows how an audit works, but it cannot "
            "know what fakes look like on your platform: upload accounts labelled by hand before "
            "you act on it.",
            icon=":material/science:",
        )
    _notes(audited, inputs)
    for doubt in audited.doubts:
        st.warning(plain(doubt), icon=":material/help:")
    figures(audited)
    if audited.audit.share is None:
        st.info(
            f"Not enough data for a share: at least {MIN_ACCOUNTS} profiles are needed, found "
            f"{audited.audit.accounts_count:,}. Single profiles are scored below.",
            icon=":material/hourglass_empty:",
        )
    left, right = st.columns(2, gap="large")
    with left:
        show_figure(
            probability_figure(audited.frame["fake_probability"].tolist()), key="audit_histogram"
        )
    with right:
        _drivers(audited.audit)
    if audited.audit.share is not None:
        _sample_size(audited.audit)
    profiles_table(audited, creator)


def _notes(audited: AuditedSample, inputs: AuditInputs) -> None:
    assert inputs.sample is not None
    tables = [audit_reads.profiles(file) for file in (*inputs.training, inputs.sample)]
    lines = [note for table in tables for note in table.notes]
    used = f"Compared by {', '.join(audited.used)}."
    if audited.unused:
        used += f" Not used, because no labelled accounts have it: {', '.join(audited.unused)}."
    if len(audited.source_names) > 1:
        weights = ", ".join(
            f"{plain(name)} {weight:.0%}" for name, weight in audited.scores.source_weights.items()
        )
        used += f" The sample looks like: {weights}."
    st.caption(used)
    if tables[-1].ignored:
        shown = ", ".join(plain(name[:40]) for name in tables[-1].ignored[:12])
        st.caption(f"Columns not understood: {shown}.")
    for line in lines[:8]:
        st.caption(plain(line))


def figures(audited: AuditedSample) -> None:
    """Four figures of the sample."""
    result = audited.audit
    enough = result.share is not None
    metric_row(
        [
            Metric(
                "Resemble fakes",
                percent(result.share),
                f"95%: {percent(result.low, 0)} to {percent(result.high, 0)}"
                if enough
                else "not enough data",
                help="Share of fakes estimated from this sample itself by expectation "
                "maximisation; the interval covers which profiles were drawn, how well the model "
                "is known, and that your sample may differ from the labelled accounts.",
            ),
            Metric(
                "Low to high",
                f"{percent(result.strict_share, 0)} to {percent(result.lenient_share, 0)}"
                if enough
                else "-",
                "strict, lenient cut",
                help=f"Strict: from {result.strict.probability:.0%} on; of labelled accounts kept "
                f"aside {result.strict.precision:.0%} above it were fake, and it found "
                f"{result.strict.recall:.0%} of all. Lenient: from "
                f"{result.lenient.probability:.0%} on; {result.lenient.precision:.0%} were fake, "
                f"and it found {result.lenient.recall:.0%}. Probabilities here are those at the "
                "share of fakes of the labelled accounts.",
            ),
            Metric(
                "Profiles checked",
                count(result.accounts_count),
                f"{result.flagged_count:,} worth checking",
                help="Profiles of the sample. Worth checking: a probability of "
                f"{WORTH_CHECKING:.0%} or more.",
            ),
            Metric(
                "Trained on",
                count(audited.labelled_count),
                f"{percent(result.prior, 0)} fake",
                help="Labelled accounts the model was trained on. Their share of fakes does not "
                "carry over: it says how the labels were collected, not what your sample is like.",
            ),
        ]
    )


def _drivers(result: SampleAudit) -> None:
    if not result.drivers:
        st.markdown("**What makes them stand out?**")
        st.caption(f"No profile reaches {WORTH_CHECKING:.0%}, so there is nothing to explain.")
        return
    show_figure(
        drivers_figure(
            [
                (driver.words, driver.share_of_push, driver.accounts_count)
                for driver in result.drivers
            ]
        ),
        key="audit_drivers",
    )


def _sample_size(result: SampleAudit) -> None:
    left, right = st.columns(2, gap="large", vertical_alignment="center")
    assert result.half_width is not None
    assert result.model_half_width is not None
    with left:
        show_figure(
            sample_size_figure(
                result.half_width_by_size,
                own_size=result.accounts_count,
                own_half_width=result.half_width,
                floor=result.model_half_width,
            ),
            key="audit_sizes",
        )
    few, many = (100, 1000) if result.accounts_count == 400 else (100, 400)
    with right:
        st.markdown("**What limits this answer**")
        st.markdown(
            f"With {result.accounts_count:,} profiles, the interval is "
            f"±{result.half_width:.1%}; {few:,} would give ±{result.half_width_by_size[few]:.1%}, "
            f"{many:,} ±{result.half_width_by_size[many]:.1%}. ±{result.model_half_width:.1%} "
            "would remain with any number (dotted): that part is the model's, and only labelled "
            "accounts like those of this sample make it smaller."
        )
        st.caption(
            "All of it holds for followers drawn at random. The newest followers, or the first "
            "that a platform lists, are another population than all followers."
        )
