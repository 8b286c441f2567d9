"""Above a ranked list: the brand's gates as chips, and what the list leaves out by default."""

from __future__ import annotations

import streamlit as st

from core.domain.thresholds import WORTH_CHECKING
from core.services.matching.brand_gates import KINDS, LANGUAGE, BrandGates, gate_words
from core.services.matching.eligible import HeldBack
from core.web.kit.formats import counted, plain
from core.web.kit.matching.link_words import link_words, switch_link_word

_SHOWN, _UNUSUAL, _PARTNERS = "show", "unusual", "partners"
_WITHOUT = "ungated"
_HELP = {
    "country": "Most of the audience is there; where that is not known, the creator is.",
    "language": "The language of most posts.",
    "category": "The creator's category, or the one that most of its niche give.",
}


def shows_unusual() -> bool:
    """Whether creators with unusual growth were asked for; False unless the link says so."""
    return _UNUSUAL in link_words(_SHOWN, (_UNUSUAL, _PARTNERS))


def shows_partners() -> bool:
    """Whether creators that the brand worked with were asked for; False unless the link says so."""
    return _PARTNERS in link_words(_SHOWN, (_UNUSUAL, _PARTNERS))


def partners_switch(count: int, *, key: str) -> None:
    """One click that shows or hides creators that the brand worked with, with their count."""
    if count:
        st.button(
            f"{'Hide' if shows_partners() else 'Show'} {counted(count, 'past partner')}",
            key=key,
            icon=":material/handshake:",
            on_click=switch_link_word,
            args=(_SHOWN, _PARTNERS),
            help="Creators this brand has worked with, according to the data.",
        )


def unusual_switch(held: HeldBack, *, key: str) -> None:
    """One click that shows or hides creators with unusual growth, with their count."""
    if not held.unusual_count:
        return
    st.button(
        f"{'Show' if held.hides_unusual else 'Hide'} {held.unusual_count:,} with unusual growth",
        key=key,
        icon=":material/query_stats:",
        on_click=switch_link_word,
        args=(_SHOWN, _UNUSUAL),
        help=f"Their growth evidence says {WORTH_CHECKING:.0%} or more that followers were bought: "
        "worth checking. Creators without enough data are always listed.",
    )


def chosen_gates(gates: BrandGates, subject: str) -> BrandGates:
    """The gates less those that were taken away for this brand."""
    return gates.without(link_words(_WITHOUT, KINDS, subject=subject))


def gate_chips(gates: BrandGates, held: HeldBack, subject: str) -> None:
    """The gates of the brand, a click removes one; then what gave way and the near misses.

    Args:
        gates: that the brand sets, also those taken away, which a click puts back.
        held: of the list as it is shown.
        subject: the brand's id.
    """
    words = gate_words(gates)
    if not words:
        return
    removed = link_words(_WITHOUT, KINDS, subject=subject)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="gates"):
        required = [kind for kind in words if kind not in held.relaxed]
        for caption, kinds in (("Only", required), ("If possible", held.relaxed)):
            shown = [kind for kind in kinds if kind in words]
            if shown:
                st.caption(caption, width="content")
            for kind in shown:
                is_on = kind not in removed
                st.button(
                    plain(words[kind]),
                    key=f"gate_{kind}",
                    icon=":material/close:" if is_on else ":material/add:",
                    type="secondary" if is_on else "tertiary",
                    on_click=switch_link_word,
                    args=(_WITHOUT, kind),
                    kwargs={"subject": subject},
                    help=("Remove: " if is_on else "Require again: ") + _HELP[kind],
                )
        for kind, count in held.close_counts.items():
            if count:
                noun = "match" if count == 1 else "matches"
                st.button(
                    f"{count:,} close {noun} {_beyond(kind, words[kind])}: show",
                    key=f"near_{kind}",
                    type="tertiary",
                    on_click=switch_link_word,
                    args=(_WITHOUT, kind),
                    kwargs={"subject": subject},
                    help="They pass everything else and score at least as high as the last of "
                    "the first ten.",
                )
    relaxed = [words[kind] for kind in words if kind in held.relaxed]
    if relaxed:
        st.caption(
            "Fewer than ten creators passed all of these, so "
            + " and ".join(f"**{plain(word)}**" for word in relaxed)
            + f" {'is' if len(relaxed) == 1 else 'are'} not required in this list."
        )


def _beyond(kind: str, word: str) -> str:
    return "in other languages" if kind == LANGUAGE else f"outside {plain(word)}"
