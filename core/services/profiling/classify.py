"""What captions and pictures of anybody are about, while a person waits. Nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.errors import AppError, ModelError, StoreError
from core.features.documents import LONGEST_CHARS, cut_at_word
from core.features.pictures.describing import PictureFeatures, describe
from core.features.pictures.reading import MAX_FILE_BYTES
from core.features.text import clean_text
from core.models.niches.picture_topics import PictureTopic
from core.models.profiling.posts import posts_of_frame
from core.models.profiling.profiler import Profiler, Profiles
from core.queries.profiling.pictures import PostPicture
from core.services.encoder import encoder
from core.services.matching.fit import text_row
from core.services.matching.lookalikes import Lookalikes, nearest_creators
from core.services.profiling.creator_view import DecidingPost
from core.services.profiling.picture_topics import picture_topics
from core.services.session import BuildSession

CAPTIONS_MAX, CAPTION_CHARS, PICTURES_MAX = 200, 4_000, 20
PICTURE_MB_MAX = MAX_FILE_BYTES // 1_000_000
NEAREST = 8
_ACCOUNT = "typed"
_BLANK_LINES = re.compile(r"\n\s*\n")


class ClassifyError(AppError):
    """There is nothing to judge, or nothing to judge with."""


@dataclass(frozen=True)
class Captions:
    """Attributes:
    texts: one per post, at most `CAPTIONS_MAX`, none empty.
    left_out: further captions that are not read.
    """

    texts: tuple[str, ...]
    left_out: int = 0


@dataclass(frozen=True)
class GivenPicture:
    """A picture file as somebody hands it over; nothing is believed of its name."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Classified:
    """What the posts are about.

    Attributes:
        ranked: all categories with their probability, most probable first; () where the model
            can read none of the posts.
        unread: why it cannot, in whole sentences; '' with a category.
        text, picture: category and probability by captions or pictures alone; None without.
        posts: those that counted, most weight first; the caption of a picture is its file name.
        captions_read, pictures_read: how many could be read.
        captions_left_out: beyond `CAPTIONS_MAX`; pictures_left_out: beyond `PICTURES_MAX`.
        rejected: (name, reason) of pictures that cannot be read; the reason follows the name.
        near: creators of the build whose topics are nearest to the captions.
        picture_topics: what the objects in the pictures point to; they do not count in `ranked`.
    """

    ranked: tuple[tuple[str, float], ...]
    unread: str
    text: tuple[str, float] | None
    picture: tuple[str, float] | None
    posts: tuple[DecidingPost, ...]
    captions_read: int
    pictures_read: int
    captions_left_out: int
    pictures_left_out: int
    rejected: tuple[tuple[str, str], ...]
    near: Lookalikes
    picture_topics: tuple[PictureTopic, ...]


def captions_of(typed: str) -> Captions:
    """Captions of a typed text: separated by blank lines where it has any, else one per line."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    parts = _BLANK_LINES.split(text) if _BLANK_LINES.search(text) else text.split("\n")
    captions = [part.strip()[:CAPTION_CHARS] for part in parts if part.strip()]
    return Captions(tuple(captions[:CAPTIONS_MAX]), max(len(captions) - CAPTIONS_MAX, 0))


def classify(
    session: BuildSession,
    captions: Captions,
    pictures: Sequence[GivenPicture] = (),
    *,
    hides_unusual: bool = True,
) -> Classified:
    """Category, probabilities, weight of each post and nearest creators.

    Each caption and each picture is a post of its own, all of one account. Its text is encoded
    as the build encoded its posts.

    Raises:
        ClassifyError: no caption and no readable picture, or nothing can be said of them.
        ModelError: the build has no profiler.
    """
    profiler = session.profiler()
    read = list(pictures[:PICTURES_MAX])
    features = describe([picture.content for picture in read], threads=session.settings.threads)
    rejected = tuple((read[place].name, reason) for place, reason in features.rejected.items())
    usable = [place for place in range(len(read)) if place not in features.rejected]
    if not captions.texts and not usable:
        raise ClassifyError(
            "Add at least one caption or picture that can be read"
            + "".join(f"; '{name}' {reason}" for name, reason in rejected)
            + "."
        )
    texts = [*captions.texts, *[""] * len(usable)]
    vectors = _text_vectors(session, texts)
    posts = posts_of_frame(pd.DataFrame({"account_id": _ACCOUNT, "caption": texts})).posts
    # Likes and hours are unknown here, which says nothing about the account.
    posts = replace(posts, numbers=np.full_like(posts.numbers, np.nan))
    profiles = profiler.score(
        posts.with_vectors(vectors, _picture_vectors(features, usable, len(captions.texts)))
    )
    is_read = not np.isnan(profiles.probabilities[0]).any()
    near = _near(session, vectors, " ".join(captions.texts), hides_unusual=hides_unusual)
    topics = picture_topics([read[place].content for place in usable], session.settings)
    unread = "" if is_read else _unread_words(profiler, bool(captions.texts), bool(usable))
    if unread and near.frame.empty and not topics:
        raise ClassifyError(f"{unread} Add captions with words.")
    names = profiler.classes
    shown = [*captions.texts, *(read[place].name for place in usable)]
    return Classified(
        ranked=_ranked(names, profiles.probabilities[0]) if is_read else (),
        unread=unread,
        text=_best(names, profiles.text_probabilities[0]),
        picture=_best(names, profiles.picture_probabilities[0]),
        posts=_posts(names, profiles, shown, features, usable),
        captions_read=len(captions.texts),
        pictures_read=len(usable),
        captions_left_out=captions.left_out,
        pictures_left_out=len(pictures) - len(read),
        rejected=rejected,
        near=near,
        picture_topics=topics,
    )


def _unread_words(profiler: Profiler, has_captions: bool, has_pictures: bool) -> str:
    sentences = []
    if has_captions:
        sentences.append(
            "The model of this build knows none of these words: it was trained on captions in "
            "other languages or about other things."
        )
    if has_pictures and "pictures" not in profiler.parts:
        sentences.append("The model of this build was trained on captions only, not on pictures.")
    return " ".join(sentences) or "The model of this build can read none of these posts."


def _text_vectors(session: BuildSession, texts: Sequence[str]) -> np.ndarray:
    """(n, dimension) float32 unit rows; zero for an empty text. Nothing is cached."""
    cleaned = [cut_at_word(clean_text(text), LONGEST_CHARS) for text in texts]
    return encoder(session.settings).encode(cleaned)


def _picture_vectors(
    features: PictureFeatures, usable: Sequence[int], captions_count: int
) -> np.ndarray | None:
    """(captions + pictures, 1280), zero for a caption; None when there is no picture."""
    if not usable:
        return None
    vectors = features.vectors[list(usable)]
    nothing = np.zeros((captions_count, vectors.shape[1]), dtype=np.float32)
    return np.concatenate([nothing, vectors]).astype(np.float32)


def _posts(
    names: Sequence[str],
    profiles: Profiles,
    captions: Sequence[str],
    features: PictureFeatures,
    usable: Sequence[int],
) -> tuple[DecidingPost, ...]:
    first_picture = len(captions) - len(usable)
    posts = []
    for row in np.argsort(-profiles.weights, kind="stable").tolist():
        weight = float(profiles.weights[row])
        if weight <= 0:
            continue
        best = _best(names, profiles.post_probabilities[row])
        category, probability = (None, None) if best is None else best
        picture = None
        if row >= first_picture:
            picture = _picture(str(row + 1), features, usable[row - first_picture])
        posts.append(
            DecidingPost(str(row + 1), weight, category, probability, captions[row], None, picture)
        )
    return tuple(posts)


def _picture(post_id: str, features: PictureFeatures, place: int) -> PostPicture | None:
    small = features.thumbnails[place]
    if small is None:
        return None
    return PostPicture(
        post_id, small.jpeg, features.labels[place], int(features.people_count[place])
    )


def _ranked(names: Sequence[str], probabilities: np.ndarray) -> tuple[tuple[str, float], ...]:
    order = sorted(range(len(names)), key=lambda place: (-probabilities[place], names[place]))
    return tuple((names[place], float(probabilities[place])) for place in order)


def _best(names: Sequence[str], probabilities: np.ndarray) -> tuple[str, float] | None:
    """The most probable category; None when the side has nothing."""
    return None if np.isnan(probabilities).any() else _ranked(names, probabilities)[0]


def _near(
    session: BuildSession, vectors: np.ndarray, text: str, *, hides_unusual: bool
) -> Lookalikes:
    """Creators nearest to the mean of the captions; nobody without captions or vectors."""
    mean = vectors.sum(axis=0)
    length = float(np.linalg.norm(mean))
    vector = mean / length if length else mean
    try:
        row = text_row(session, text, vector)
        return nearest_creators(session, row, vector, NEAREST, hides_unusual=hides_unusual)
    except (StoreError, ModelError):
        return Lookalikes(pd.DataFrame(), 0)
