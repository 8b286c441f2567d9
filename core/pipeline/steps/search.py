"""Step: the index that the search for creators reads."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.models.search import files
from core.models.search.meaning import Meaning, measured
from core.models.search.text_index import CreatorTexts
from core.pipeline.context import BuildContext
from core.pipeline.steps.text import INFLUENCER_FILE, encoder_of_vectors

_CREATORS_AT_ONCE = 2_000


def index_creators(context: BuildContext) -> None:
    """Writes `models/search`: names, bios, captions and hashtags of all creators.

    Rows are those of the creator arrays. Made anew from the given tables each time, so who was
    forgotten is in none of its files.
    """
    facts = files.save(
        _creators(context), _meaning(context), context.folder / "models" / files.FOLDER
    )
    context.facts["search"] = {name: facts[name] for name in ("version", "meaning_floor")}


def _creators(context: BuildContext) -> Iterator[tuple[CreatorTexts, int | None]]:
    ids = [
        row[0]
        for row in context.con.execute(
            "SELECT influencer_id FROM influencers ORDER BY influencer_id"
        ).fetchall()
    ]
    for start in range(0, len(ids), _CREATORS_AT_ONCE):
        context.report("search", start, len(ids), "")
        chunk = ids[start : start + _CREATORS_AT_ONCE]
        rows = context.con.execute(
            """WITH written AS (
                   SELECT influencer_id, list({'caption': caption, 'language': language}
                                              ORDER BY post_id) AS captions,
                          flatten(list(coalesce(hashtags, []) ORDER BY post_id)) AS used
                   FROM posts WHERE influencer_id BETWEEN $first AND $last GROUP BY influencer_id
               )
               SELECT i.handle, i.name, i.bio, i.language, coalesce(i.hashtags, []),
                      i.followers_count, coalesce(s.captions, []), coalesce(s.used, [])
               FROM influencers i LEFT JOIN written s USING (influencer_id)
               WHERE i.influencer_id BETWEEN $first AND $last ORDER BY i.influencer_id""",
            {"first": chunk[0], "last": chunk[-1]},
        ).fetchall()
        for row, (handle, name, bio, language, tags, followers, captions, used) in enumerate(
            rows, start=start
        ):
            texts = [(post["caption"], post["language"]) for post in captions]
            yield (
                CreatorTexts(row, handle, name, bio, texts, [*tags, *used], language),
                followers,
            )


def _meaning(context: BuildContext) -> Meaning | None:
    encoder = encoder_of_vectors(context)
    if encoder is None:
        return None
    return measured(encoder.encode, np.load(context.folder / INFLUENCER_FILE, mmap_mode="r"))
