"""Columns that several kinds of files share, with the other names they go by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A column a file can fill.

    Attributes:
        name: of the schema column, or of a column the import works out others from.
        kind: how its cells are read, a key of `typed.READERS`.
        aliases: other header names; compared without case, accents, spaces and punctuation.
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()


INFLUENCER_ID = Target("influencer_id", "id", ("creator id", "account id", "user id", "profile id"))
HANDLE = Target(
    "handle",
    "handle",
    (
        "account", "username", "user name", "screen name", "account name", "cuenta", "usuario",
        "nick", "influencer", "creator", "influencer insta name", "instagram name", "tiktok name",
        "channel", "channel info", "instagram handle", "tiktok handle", "tiktoker name",
        "youtuber name", "benutzername", "nutzername",
    ),
)  # fmt: skip
NAME = Target(
    "name", "text", ("full name", "display name", "nombre", "channel name", "real name",
                     "creator name", "influencer name", "anzeigename")
)  # fmt: skip
PLATFORM = Target(
    "platform",
    "platform",
    ("network", "social network", "red social", "channel type", "plattform", "netzwerk"),
)
URL = Target(
    "url", "url", ("link", "profile url", "profile link", "account link", "enlace", "profillink")
)
CATEGORY = Target(
    "category",
    "category",
    (
        "category1",
        "category 1",
        "categories",
        "kategorie",
        "categoria",
        "categoria1",
        "commerce category",
        "topic",
        "vertical",
        "thema",
    ),
)
COUNTRY = Target("country", "country", ("region", "pais", "location", "creator country", "land"))
AUDIENCE = Target(
    "audience_country",
    "country",
    ("country audience", "audience country mostly", "audience location", "pais audiencia",
     "pais de la audiencia", "audience", "land der zielgruppe", "zielgruppe"),
)  # fmt: skip
LANGUAGE = Target("language", "language", ("lang", "idioma", "sprache"))
FOLLOWERS = Target(
    "followers_count",
    "followers",
    ("followers", "follower count", "number of followers", "subscribers", "subscriber count",
     "subs", "seguidores", "fans", "fan count", "fans count", "number of fans", "total followers",
     "subscribers count", "number of subscribers", "followers number", "follower",
     "followerzahl", "anzahl follower", "abonnenten", "abonnes"),
)  # fmt: skip
AUTHENTIC = Target(
    "authentic_engagement",
    "engagement",
    ("engagement authentic", "eng auth", "authentic eng", "engagement autentico",
     "engagement authentico", "interaccion autentica"),
)  # fmt: skip
STORY = Target(
    "story_price",
    "money",
    (
        "cost story",
        "story cost",
        "cost per story",
        "price per story",
        "price story",
        "costo story",
        "coste story",
        "precio story",
        "preis pro story",
        "price per story eur",
        "story price eur",
    ),
)
POST = Target(
    "post_price",
    "money",
    (
        "cost post",
        "post cost",
        "cost per post",
        "price per post",
        "price post",
        "costo post",
        "coste post",
        "precio post",
        "preis pro post",
        "preis pro beitrag",
        "price per post eur",
        "post price eur",
    ),
)
HASHTAGS = Target("hashtags", "hashtags", ("tags", "hash tags", "etiquetas"))

PROFILE = (
    Target("influencer_id", "id", (*INFLUENCER_ID.aliases, "id")),
    HANDLE,
    NAME,
    PLATFORM,
    URL,
    Target("bio", "text", ("biography", "signature", "about", "biografia", "profile text",
                           "biografie", "profiltext")),
    CATEGORY,
    COUNTRY,
    AUDIENCE,
    LANGUAGE,
    FOLLOWERS,
    Target(
        "following_count",
        "followers",
        ("following", "followings", "follows", "siguiendo", "followees", "accounts followed",
         "followings count", "number of following"),
    ),
    Target(
        "posts_count",
        "count",
        ("posts", "post count", "media count", "total videos", "total posts", "number of posts",
         "beitrage", "anzahl beitrage", "videos", "publicaciones", "uploads", "video count",
         "number of videos"),
    ),
    Target(
        "avg_likes",
        "average",
        ("average likes", "likes avg", "mean likes", "likes per post", "likes average",
         "ø likes", "likes pro post", "durchschnittliche likes"),
    ),
    Target(
        "avg_comments",
        "average",
        ("average comments", "comments avg", "mean comments", "comments per post",
         "comments average", "ø kommentare", "kommentare pro post",
         "durchschnittliche kommentare"),
    ),
    Target("avg_views", "average", ("average views", "views avg", "mean views", "views per post",
                                    "ø aufrufe")),
    # With posts_count it gives avg_likes where that is missing.
    Target("total_likes", "count", ("likes total", "heart count", "hearts", "total hearts")),
    AUTHENTIC,
    STORY,
    POST,
    HASHTAGS,
    Target(
        "avatar_path",
        "text",
        ("avatar", "avatar file", "avatar url", "profile picture", "profile pic", "profile photo",
         "profile image", "profile picture url", "profile pic url", "picture", "photo", "image",
         "picture file", "photo file", "image file", "foto de perfil", "profilbild"),
    ),
    Target("recent_captions", "captions", ("captions", "latest captions", "last captions")),
    Target(
        "daily_followers",
        "counts",
        ("follower history", "followers history", "daily counts", "follower series"),
    ),
)  # fmt: skip

BRAND_ID = Target("brand_id", "id", ("company id", "marca id", "client id"))
BRAND_NAME = Target(
    "brand_name",
    "text",
    ("brand", "name co", "nombre co", "company", "company name", "marca", "client"),
)
REFERENCE = (INFLUENCER_ID, HANDLE, PLATFORM, URL)
