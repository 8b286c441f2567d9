"""Step "objects": what the pictures of creators show."""

from __future__ import annotations

import numpy as np

from core.models.picture_objects import object_rows
from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results
from core.store import tables

CREATOR_FILE = "influencer_objects.npy"
LEAST_PROBABILITY = 0.1  # of an object in a picture, as in Gan et al. 2019
_KEPT = 5


def find_objects(context: BuildContext) -> None:
    """Writes `influencer_objects.npy`, see `object_rows`, and table `creator_objects`.

    A creator's probability of an object is the mean over the pictures, in which those below
    `LEAST_PROBABILITY` are 0. A picture has three names at most.
    """
    clear_results(context, ("creator_objects",))
    con = context.con
    seen = con.execute(
        """
        WITH named AS (
            -- Of four decimals: sums are the same in any order.
            SELECT picture_id, unnest(labels) AS object,
                   unnest(label_probabilities)::DECIMAL(9, 4) AS probability
            FROM pictures
        ), counts AS (
            SELECT influencer_id, count(*) AS pictures_count FROM post_pictures GROUP BY ALL
        )
        SELECT influencer_id, object, sum(probability)::DOUBLE / pictures_count AS probability
        FROM post_pictures JOIN named USING (picture_id) JOIN counts USING (influencer_id)
        WHERE probability >= $least
        GROUP BY influencer_id, object, pictures_count
        ORDER BY influencer_id, probability DESC, object
        """,
        {"least": LEAST_PROBABILITY},
    ).df()
    ids = con.execute("SELECT influencer_id FROM influencers ORDER BY influencer_id").fetchall()
    places = {row[0]: place for place, row in enumerate(ids)}
    objects = {name: place for place, name in enumerate(sorted(set(seen["object"])))}
    rows = object_rows(
        np.array([places[name] for name in seen["influencer_id"]], dtype=np.int64),
        np.array([objects[name] for name in seen["object"]], dtype=np.int64),
        seen["probability"].to_numpy(dtype=np.float64),
        creators_count=len(ids),
    )
    np.save(context.folder / CREATOR_FILE, rows)
    place = seen.groupby("influencer_id").cumcount() + 1
    tables.append_frame(con, "creator_objects", seen.assign(place=place)[place <= _KEPT])
    context.facts["objects"] = {
        "creators": int(np.isfinite(rows[:, 0]).sum()) if len(rows) else 0,
        "objects": len(objects),
    }
