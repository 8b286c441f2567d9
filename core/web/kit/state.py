"""The brand that a person has chosen, the brands to choose from, and what the URL keeps."""

from __future__ import annotations

import logging
from collections import Counter

import streamlit as st

from core.domain.brand import BrandProfile
from core.errors import NotFoundError, WorkspaceError
from core.queries import brands as brand_queries
from core.web.kit.cache import current
from core.web.kit.cached import cached_read
from core.web.kit.formats import country_name, plain
from core.web.kit.workspace import engine
from core.workspace import brands

_LOG = logging.getLogger(__name__)

_PICKER, _SEEN, _UNKNOWN = "brand_picker", "brand_seen_in_url", "brand_unknown"
_PARAMETER = "brand"
_HASHTAGS_SHOWN = 6


def current_brand_id() -> str | None:
    """The brand chosen in the sidebar; None for "No brand"."""
    return st.session_state.get(_PICKER)


def current_brand() -> BrandProfile | None:
    """The chosen brand, of the build or typed; None for "No brand".

    Raises:
        NotFoundError: the brand is gone since it was chosen.
    """
    brand_id = current_brand_id()
    return None if brand_id is None else brand_profile(current(), brand_id)


def choose_brand(brand_id: str | None) -> None:
    """Chooses a brand from code, for example in a button's callback."""
    st.session_state[_PICKER] = brand_id


def unknown_brand_id() -> str | None:
    """The id in the link when no brand of this build has it; the page says so once."""
    return st.session_state.get(_UNKNOWN)


def url_id(name: str) -> str | None:
    """An id in the URL, or None when it is not there or empty."""
    return st.query_params.get(name) or None


def opened_id(name: str) -> str | None:
    """As `url_id`, and the address shows it.

    Streamlit leaves the address as it was when a link leads to the page that is open already.
    """
    chosen = url_id(name)
    if chosen is not None:
        st.query_params[name] = chosen
    return chosen


def with_brand(**query: str) -> dict[str, str]:
    """What a link to another page says, with the chosen brand unless it names one itself.

    Without it the page would put the brand into the address after it opened, as a second entry
    of the browser's history, and Back would lead to the same page again.
    """
    brand_id = current_brand_id()
    return query if brand_id is None else {_PARAMETER: brand_id, **query}


def read_link_text(name: str) -> None:
    """Takes over the text of the link when it says something new; before the widget is drawn.

    Not bound by Streamlit's `bind`: the Back of a browser from another page would bring an empty
    box.

    Args:
        name: of the parameter in the link, and key of the widget, which persists in the session.
    """
    in_link = st.query_params.get(name)
    if in_link is not None and in_link != st.session_state.get(_text_seen(name)):
        st.session_state[name] = in_link


def write_link_text(name: str, typed: str | None) -> str:
    """Puts what the widget gave into the link; comes back without space around it."""
    text = (typed or "").strip()
    st.session_state[_text_seen(name)] = text
    if text:
        st.query_params[name] = text  # also where it is there: see `opened_id`
    elif name in st.query_params:
        del st.query_params[name]
    return text


def _text_seen(name: str) -> str:
    return f"{name}_seen_in_link"


def brand_picker(build: str) -> None:
    """The brand picker with the brand's facts under it; keeps the choice and the URL in step.

    Not bound by Streamlit's `bind`, which would write the shown name into the URL: names are
    neither unique nor stable, ids are.
    """
    of_build = cached_read(brand_queries.brand_names, build)
    # A typed brand that a build has learned meanwhile is one of the build.
    typed = {brand_id: name for brand_id, name in typed_names().items() if brand_id not in of_build}
    names = {**typed, **of_build}
    _read_url(build, names)
    chosen_before = current_brand_id()
    if chosen_before is not None and chosen_before not in names:
        names = {**_one_more(build, chosen_before), **names}
        if chosen_before not in names:
            st.session_state[_PICKER] = None
    st.selectbox(
        "Brand",
        list(names),
        index=None,
        format_func=lambda brand_id: names.get(brand_id, brand_id),
        key=_PICKER,
        persist_state="session",
        placeholder="No brand",
        help="Matches, fit and links follow this choice on every page.",
    )
    _write_url()
    brand = current_brand()
    if brand is None:
        st.caption("Pick a brand to see who fits it." if names else "There are no brands yet.")
        return
    st.caption(brand_line(brand))


def brand_line(brand: BrandProfile) -> str:
    """Category, country and hashtags of a brand as Markdown."""
    parts = [plain(brand.category), plain(country_name(brand.country))]
    tags = " ".join(plain(f"#{tag}") for tag in brand.hashtags[:_HASHTAGS_SHOWN])
    return "  \n".join(line for line in (" · ".join(part for part in parts if part), tags) if line)


def _read_url(build: str, names: dict[str, str]) -> None:
    """Takes over the brand of the URL when the URL says something new."""
    brand_id = url_id(_PARAMETER)
    if brand_id is None or brand_id == st.session_state.get(_SEEN):
        return
    st.session_state[_SEEN] = brand_id
    known = brand_id in names or bool(_one_more(build, brand_id))
    st.session_state[_UNKNOWN] = None if known else brand_id
    if known:
        st.session_state[_PICKER] = brand_id


def _one_more(build: str, brand_id: str) -> dict[str, str]:
    """A brand beyond those that the picker lists; empty when there is no such brand."""
    profile = known_brand(build, brand_id)
    return {} if profile is None else {brand_id: profile.name}


def _write_url() -> None:
    """Puts the choice into the URL, which loses it when another page opens."""
    brand_id = current_brand_id()
    if brand_id is not None:
        st.session_state[_UNKNOWN] = None
    st.session_state[_SEEN] = brand_id
    if brand_id is None:
        if _PARAMETER in st.query_params:
            del st.query_params[_PARAMETER]
    elif st.query_params.get(_PARAMETER) != brand_id:
        st.query_params[_PARAMETER] = brand_id


def brand_profile(build: str, brand_id: str) -> BrandProfile:
    """A brand of the build, else one that people typed.

    Raises:
        NotFoundError: it is neither, or the workspace cannot be read.
    """
    profile = cached_read(brand_queries.known_brand, build, brand_id)
    if profile is not None:
        return profile
    try:
        return brands.typed_brand(engine(), brand_id).profile()
    except WorkspaceError as error:
        raise NotFoundError(str(error)) from error


def known_brand(build: str, brand_id: str | None) -> BrandProfile | None:
    """As `brand_profile`; None without an id, and for a brand that nobody knows any more."""
    if brand_id is None:
        return None
    try:
        return brand_profile(build, brand_id)
    except NotFoundError:
        return None


def typed_names() -> dict[str, str]:
    """brand_id -> shown name of the typed brands; empty when the workspace cannot be read."""
    try:
        typed = brands.typed_brands(engine())
    except WorkspaceError:
        _LOG.warning("typed brands left out", exc_info=True)
        return {}  # the picker must stay; what needs the workspace says what is wrong
    names = {brand.brand_id: f"{brand.name} (yours)" for brand in typed}
    often = Counter(name.casefold() for name in names.values())
    # A list of choices tells its entries apart by what it shows.
    return {
        brand_id: name if often[name.casefold()] == 1 else f"{name} {brand_id}"
        for brand_id, name in names.items()
    }


def is_typed(brand_id: str) -> bool:
    """Whether people typed this brand, be it in a build by now or not."""
    try:
        return any(brand.brand_id == brand_id for brand in brands.typed_brands(engine()))
    except WorkspaceError:
        _LOG.warning("brand taken as not typed", exc_info=True)
        return False
