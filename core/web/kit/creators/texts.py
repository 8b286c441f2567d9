"""The panel 'What the posts say' of the Creator page."""

from __future__ import annotations

import streamlit as st

from core.queries import posts as post_queries
from core.queries.builds import POST_TEXTS
from core.queries.creators import Creator
from core.queries.posts import CreatorTexts
from core.web.kit.cached import cached_read
from core.web.kit.creators.cards import chips_html
from core.web.kit.older_builds import knows, older_build_note
from core.web.kit.widgets import Metric, metric_row


def texts_panel(build: str, creator: Creator) -> None:
    """Sentiment, advertising, brand safety and names, then the posts behind them."""
    if not knows(build, POST_TEXTS):
        older_build_note(build, POST_TEXTS)
        return
    texts = cached_read(post_queries.creator_texts, build, creator.influencer_id)
    if texts is None:
        st.info(
            "**Not enough data.** No posts of this creator are stored. Import posts on the Data "
            "page.",
            icon=":material/hourglass_empty:",
        )
        return
    metric_row(
        [_sentiment(texts), _advertising(texts), _engagement(texts), _safety(texts)], part="_texts"
    )
    if texts.comments_mean is not None:
        st.caption(
            f"Tone of {texts.comments_read:,} English comments: {texts.comments_mean:+.2f} on a "
            "scale from -1 (negative) to 1 (positive)."
        )
    for title, names in (
        ("Brands named", texts.brands),
        ("Places", texts.places),
        ("Creators mentioned", texts.people),
    ):
        if names:
            shown = [f"@{name}" if title.startswith("Creators") else name for name in names]
            st.caption(title)
            st.html(chips_html([(name, "plain") for name in shown]))
    _posts(build, creator)


def _sentiment(texts: CreatorTexts) -> Metric:
    if texts.sentiment_mean is None or texts.positive_share is None:
        note = f"{texts.sentiment_count} of {texts.posts_count} captions can be judged"
        value = "unknown"
    else:
        value = f"{texts.positive_share:.0%} positive"
        note = f"{texts.negative_share:.0%} negative, of {texts.sentiment_count} captions"
    return Metric(
        "Tone of captions",
        value,
        note,
        help="English captions only, by VADER's word list; other languages stay unknown rather "
        "than guessed. At least 3 captions.",
    )


def _advertising(texts: CreatorTexts) -> Metric:
    return Metric(
        "Advertising",
        f"{texts.sponsored_count} of {texts.posts_count}",
        f"{texts.disclosed_count} say so in the caption",
        help="Posts marked by the source, or whose caption says so: #ad, paid partnership, "
        "Anzeige, publicidad, collaboration commerciale, adv, publi and the like.",
    )


def _engagement(texts: CreatorTexts) -> Metric:
    if texts.sponsored_ratio is None:
        value, note = "-", "not enough posts"
    else:
        value = f"{texts.sponsored_ratio:.2f} x"
        note = f"between {texts.sponsored_low:.2f} and {texts.sponsored_high:.2f}"
    return Metric(
        "Sponsored vs. organic",
        value,
        note,
        help="Likes and comments of a sponsored post over those of the creator's other posts: the "
        "median of all pairs, with a 90% range. At least 3 posts of each kind.",
    )


def _safety(texts: CreatorTexts) -> Metric:
    return Metric(
        "Words to check",
        f"{texts.safety_count} of {texts.posts_count}",
        ", ".join(texts.safety_categories) or "none of the list",
        help="Posts with a word of the brand-safety list, which your team can edit: "
        + (", ".join(texts.safety_words) or "none found"),
    )


def _posts(build: str, creator: Creator) -> None:
    posts = cached_read(post_queries.telling_posts, build, creator.influencer_id)
    if posts.empty:
        st.caption("No posts are marked as ads, contain a word to check or sound negative.")
        return
    st.caption("Newest posts that are marked as ads, contain a word to check or sound negative")
    st.dataframe(
        posts.assign(
            disclosed=posts["disclosure_terms"].map(", ".join),
            words=posts["safety_words"].map(", ".join),
        ),
        hide_index=True,
        row_height=52,
        column_order=["posted_at", "caption", "sentiment", "disclosed", "words"],
        column_config={
            "posted_at": st.column_config.DatetimeColumn(
                "Posted (UTC)", format="D MMM YYYY", width="small"
            ),
            "caption": st.column_config.TextColumn("Caption", width="large"),
            "sentiment": st.column_config.NumberColumn("Tone, -1 to 1", format="%.2f"),
            "disclosed": st.column_config.TextColumn("Says it is advertising"),
            "words": st.column_config.TextColumn("Words to check"),
        },
        placeholder="-",
    )
