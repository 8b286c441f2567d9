"""The kinds of files an import knows: their columns, other names of them, what is needed."""

from __future__ import annotations

from dataclasses import dataclass

from core.store.ingest.targets import (
    AUDIENCE,
    AUTHENTIC,
    BRAND_ID,
    BRAND_NAME,
    CATEGORY,
    FOLLOWERS,
    HANDLE,
    HASHTAGS,
    LANGUAGE,
    PLATFORM,
    POST,
    PROFILE,
    REFERENCE,
    STORY,
    URL,
    Target,
)
from core.store.tables import IMPORTED


@dataclass(frozen=True)
class Format:
    """A kind of file.

    Attributes:
        name: key in `FORMATS`.
        table: main table, the one its rows are counted in.
        targets: columns it can fill.
        needs: groups of target names; one of each group must be there.
        telling: groups of which one must be there for the header alone to tell this kind.
    """

    name: str
    table: str
    targets: tuple[Target, ...]
    needs: tuple[tuple[str, ...], ...]
    telling: tuple[tuple[str, ...], ...] = ()

    def target(self, name: str) -> Target | None:
        """The target of this name; None when the format has none."""
        return next((target for target in self.targets if target.name == name), None)


_TABLES = (
    Format(
        "fifteen",
        "ratings",
        (
            HANDLE,
            URL,
            PLATFORM,
            FOLLOWERS,
            AUDIENCE,
            AUTHENTIC,
            CATEGORY,
            HASHTAGS,
            STORY,
            POST,
            BRAND_NAME,
            Target("brand_category", "category", ("category co", "categoria co")),
            Target("brand_hashtags", "hashtags", ("hashtags co", "hashtag co", "company hashtags")),
            Target("brand_country", "country", ("country co", "pais co", "company country")),
            Target(
                "brand_followers_count", "followers", ("followers co", "seguidores co")
            ),
            Target("points", "points", ("puntos", "puntaje", "score", "rating", "point")),
        ),
        needs=(("handle", "url"), ("brand_name",)),
        telling=(
            ("brand_category", "brand_hashtags", "brand_country", "brand_followers_count"),
            ("followers_count", "category", "audience_country", "authentic_engagement"),
        ),
    ),
    Format(
        "growth",
        "influencers",
        PROFILE,
        needs=(("influencer_id", "handle", "url"), ("daily_followers",)),
        telling=(("daily_followers",),),
    ),
    Format(
        "follower_history",
        "follower_history",
        (
            *REFERENCE,
            Target("day", "day", ("date", "fecha", "dia", "datum", "recorded on", "timestamp")),
            FOLLOWERS,
        ),
        needs=(("influencer_id", "handle", "url"), ("day",), ("followers_count",)),
        telling=(("day",), ("followers_count",)),
    ),
    Format(
        "posts",
        "posts",
        (
            Target("post_id", "id", ("media id", "video id", "shortcode")),
            *REFERENCE,
            Target(
                "posted_at",
                "time",
                ("created at", "post date", "published at", "taken at", "posted", "date",
                 "timestamp", "fecha", "datum"),
            ),
            Target("caption", "caption", ("text", "post text", "post caption", "texto",
                                              "beitragstext")),
            HASHTAGS,
            Target("mentions", "mentions", ("tagged users", "menciones")),
            Target("likes_count", "count", ("likes", "like count", "me gusta", "gefällt mir")),
            Target("comments_count", "count", ("comments", "comment count", "comentarios",
                                                "kommentare")),
            Target("views_count", "count", ("views", "view count", "plays", "play count",
                                             "aufrufe")),
            LANGUAGE,
            Target("is_sponsored", "bool", ("is ad", "sponsored", "is sponsored post", "paid")),
            Target("comment_texts", "captions", ("comment text", "text of comments")),
            Target(
                "image_path",
                "text",
                ("image", "picture", "photo", "img", "img path", "picture path", "photo path",
                 "image file", "picture file", "photo file", "img file", "image name",
                 "image filename", "image url", "picture url", "photo url", "imagen", "foto",
                 "bild"),
            ),
            # Of the account, for files that say it with each post.
            CATEGORY,
            FOLLOWERS,
        ),
        needs=(("influencer_id", "handle", "url"), ("caption",)),
        telling=(("caption",),),
    ),
    Format(
        "collaborations",
        "collaborations",
        (
            Target("collaboration_id", "id", ("campaign id", "deal id")),
            BRAND_ID,
            BRAND_NAME,
            *REFERENCE,
            Target("started_on", "soft_day", ("date", "start date", "started at", "fecha")),
            Target("price", "money", ("cost", "fee", "amount", "precio")),
            Target("post_id", "id", ("media id", "shortcode")),
        ),
        needs=(("brand_id", "brand_name"), ("influencer_id", "handle", "url")),
        telling=(("collaboration_id", "price", "started_on"),),
    ),
    Format(
        "interactions",
        "interactions",
        (
            BRAND_ID,
            BRAND_NAME,
            *REFERENCE,
            Target("kind", "interaction", ("action", "event", "interaction", "type", "event type")),
            Target(
                "happened_at",
                "moment",
                ("at", "time", "timestamp", "created at", "date", "when", "fecha"),
            ),
        ),
        needs=(
            ("brand_id", "brand_name"),
            ("influencer_id", "handle", "url"),
            ("kind",),
            ("happened_at",),
        ),
        telling=(("brand_id", "brand_name"), ("kind",), ("happened_at",)),
    ),
    Format(
        "ratings",
        "ratings",
        (
            BRAND_ID,
            BRAND_NAME,
            *REFERENCE,
            Target("points", "points", ("puntos", "puntaje", "score", "rating", "point")),
            Target("category_points", "points"),
            Target("country_points", "points"),
            Target("hashtag_points", "points"),
            Target("engagement_points", "points"),
        ),
        needs=(("brand_id", "brand_name"), ("influencer_id", "handle", "url")),
        telling=(("brand_id", "brand_name"), ("influencer_id", "handle", "url")),
    ),
    Format(
        "brands",
        "brands",
        (
            Target("brand_id", "id", (*BRAND_ID.aliases, "id")),
            Target("name", "text", (*BRAND_NAME.aliases, "brand name", "nombre")),
            Target("description", "text", ("brand description", "about", "descripcion")),
            Target("category", "category", (*CATEGORY.aliases, "category co", "industry")),
            Target("country", "country", ("country co", "market", "pais", "pais co")),
            Target("keywords", "keywords", ("key words", "palabras clave")),
            Target("hashtags", "hashtags", (*HASHTAGS.aliases, "hashtags co")),
            Target("followers_count", "followers", (*FOLLOWERS.aliases, "followers co")),
        ),
        needs=(("brand_id", "name"),),
        telling=(("brand_id", "name"), ("keywords", "description", "brand_id")),
    ),
    Format(
        "influencers",
        "influencers",
        PROFILE,
        needs=(("influencer_id", "handle", "url"),),
        telling=(("influencer_id", "handle", "url"),),
    ),
)  # fmt: skip

# In the order in which a header is tried.
FORMATS: dict[str, Format] = {form.name: form for form in _TABLES}

# What `--table` takes: a table of the schema; ratings also takes the fifteen columns.
TABLE_NAMES = IMPORTED
