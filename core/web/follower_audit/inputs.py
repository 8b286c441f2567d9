"""What the Follower audit is given: a creator, a sample of followers, labelled accounts."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.errors import AppError, NotFoundError
from core.queries import creators
from core.queries.creators import Creator
from core.services.audit.audit import (
    DEMO_SAMPLES,
    AuditedSample,
    demo_sample_bytes,
    demo_training_bytes,
)
from core.store.ingest import FILE_KINDS
from core.web.follower_audit import reads as audit_reads
from core.web.follower_audit.reads import GivenFile
from core.web.kit.cache import settings
from core.web.kit.cached import cached_read
from core.web.kit.creators.avatars import avatar
from core.web.kit.creators.cards import identity_html
from core.web.kit.creators.opened import opened_creator
from core.web.kit.creators.panels import creator_search
from core.web.kit.formats import compact, file_slug, plain, platform_label
from core.web.kit.matching.cards import creator_links

_EXAMPLE = "audit_example"
_KINDS = list(FILE_KINDS)


@dataclass(frozen=True)
class AuditInputs:
    """Attributes:
    sample: None when nothing is chosen yet.
    example: name of the example that stands for a sample, or None.
    training: own labelled accounts; empty for the demo accounts.
    """

    sample: GivenFile | None
    example: str | None
    training: tuple[GivenFile, ...]


def creator_line(build: str) -> Creator | None:
    """The creator of the link with ways on, else an invitation to choose one."""
    chosen = opened_creator(build, "pages/follower_audit.py")
    creator = None
    if chosen:
        try:
            creator = cached_read(creators.creator, build, chosen)
        except NotFoundError as error:
            st.warning(plain(str(error)), icon=":material/search_off:")
    if creator is None:
        with st.popover("For which creator (optional)", icon=":material/person_search:"):
            creator_search(build, key="audit_search", page="pages/follower_audit.py")
        return None
    left, right = st.columns([3, 2], vertical_alignment="center")
    details = [platform_label(creator.platform), f"{compact(creator.followers_count)} followers"]
    picture = avatar(build, creator.influencer_id)
    left.html(identity_html(creator.name, creator.handle, details, picture))
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        creator_links(
            creator.influencer_id,
            (
                ("pages/authenticity.py", "Check growth", "query_stats"),
                ("pages/creator.py", "Profile", "person"),
            ),
            of_brand_list=False,
        )
    return creator


def files() -> AuditInputs:
    """The uploads and the example; an upload goes before the example."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        uploaded = st.file_uploader(
            "Profiles of followers, one row each", type=_KINDS, key="audit_sample"
        )
        example = st.pills(
            "Or look at an example",
            list(DEMO_SAMPLES),
            key=_EXAMPLE,
            persist_state="session",
            bind="query-params",
            disabled=uploaded is not None,
        )
        name = example or next(iter(DEMO_SAMPLES))
        st.download_button(
            "Example file",
            data=lambda: demo_sample_bytes(name),
            file_name=f"{file_slug(name, 'followers')}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
            key="audit_example_file",
        )
    with right, st.container(border=True, height="stretch"):
        labelled = st.file_uploader(
            "Accounts labelled fake or real (optional)",
            type=_KINDS,
            accept_multiple_files=True,
            key="audit_training",
        )
        st.caption(
            "Each file is a source of its own. Two sources from different audiences make the "
            "answer steadier. Without any, made-up demo accounts are used."
        )
        st.download_button(
            "Demo accounts",
            data=demo_training_bytes,
            file_name="demo_accounts.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            type="tertiary",
            key="audit_training_file",
        )
    training = tuple(GivenFile.of(upload.name, upload.getvalue()) for upload in labelled)
    if uploaded is not None:
        return AuditInputs(GivenFile.of(uploaded.name, uploaded.getvalue()), None, training)
    if example:
        return AuditInputs(GivenFile.of(example, demo_sample_bytes(example)), example, training)
    return AuditInputs(None, None, training)


def audited(inputs: AuditInputs) -> AuditedSample | None:
    """The audit, or None after a message that says what is wrong with the files."""
    if inputs.sample is None:
        return None
    chosen = settings()
    try:
        return audit_reads.audited_sample(
            inputs.training, inputs.sample, seed=chosen.seed, threads=chosen.threads
        )
    except AppError as error:
        st.warning(plain(str(error)), icon=":material/error:")
        return None
