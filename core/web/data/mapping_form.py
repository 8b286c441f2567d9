"""The form that says which column of a file fills which column of the store."""

from __future__ import annotations

import streamlit as st

from core.store.ingest import Preview
from core.web.kit.widgets import plain, platform_label

TABLE_WORDS = {
    None: "Recognise it by its header",
    "influencers": "Creators",
    "posts": "Posts",
    "follower_history": "Follower counts by day",
    "brands": "Brands",
    "ratings": "Brand x creator rows",
    "collaborations": "Collaborations",
    "interactions": "What brands did with creators",
}
KIND_WORDS = {
    "fifteen": "brand x creator table (fifteen columns)",
    "influencers_csv": "creators with captions",
    "growth_csv": "growth of creators",
    "brands_csv": "brands",
    "unknown": "not recognised: choose the file type",
    **{f"table:{name}": words.lower() for name, words in TABLE_WORDS.items() if name},
}
# From this confidence on the importer uses a proposal by itself.
_SURE = 0.8
_NONE = ""


def mapping_form(file_id: str, view: Preview) -> dict[str, str]:
    """Asks for a column for each target; returns what differs from what is recognised.

    A target that is set to nothing although a column was recognised maps to '', which leaves it
    out.
    """
    needed = [name for group in view.required for name in group]
    recognised = [name for name in view.targets if name in view.proposed and name not in needed]
    rest = [name for name in view.targets if name not in view.proposed and name not in needed]
    # A column that is only like a name is asked about and not used by itself.
    found = sum(bool(_recognised(view, name)) for name in view.targets)
    chosen: dict[str, str] = {}
    with st.expander(
        f"Columns: {found} found, {len(view.targets) - found} without one",
        expanded=bool(needed),
        icon=":material/swap_horiz:",
    ):
        for names, title in ((needed, "Needed"), (recognised, "Found"), (rest, "Not in this file")):
            if not names:
                continue
            st.caption(title)
            columns = st.columns(4)
            for number, name in enumerate(names):
                with columns[number % 4]:
                    chosen[name] = _source(file_id, view, name)
    return {name: source for name, source in chosen.items() if source != _recognised(view, name)}


def _recognised(view: Preview, name: str) -> str:
    match = view.proposed.get(name)
    return match.source if match and match.confidence >= _SURE else _NONE


def _source(file_id: str, view: Preview, name: str) -> str:
    options = [_NONE, *view.found_columns]
    if name == "platform":
        options += ["'instagram'", "'tiktok'", "'youtube'"]
    sure = _recognised(view, name)
    match = view.proposed.get(name)
    hint = f" (maybe {plain(match.source)}?)" if match and not sure else ""
    return st.selectbox(
        f"{plain(name)}{hint}",
        options,
        index=options.index(sure) if sure in options else 0,
        format_func=_option_words,
        key=f"map_{file_id}_{name}",
    )


def _option_words(source: str) -> str:
    if source == _NONE:
        return "-"
    if source.startswith("'"):
        return f"all rows: {platform_label(source.strip(chr(39)))}"
    return source
