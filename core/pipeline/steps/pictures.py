"""Step "pictures": the vectors of all pictures as one array, and what the manifest says of them."""

from __future__ import annotations

import numpy as np

from core.features.pictures.describing import MODEL_VERSION, describe
from core.features.pictures.network import DIMENSION
from core.pipeline.context import BuildContext
from core.pipeline.pictures.taking import STEP

PICTURE_FILE = "picture_embeddings.npy"


def gather_pictures(context: BuildContext) -> None:
    """Writes `picture_embeddings.npy`, (n, 1280) float16 unit rows, ordered by picture_id.

    Pictures are described when they are imported, for only then their files are there. Those that
    other networks described are described again, from their thumbnails.
    """
    con = context.con
    _describe_again(context)
    vectors = [
        row[0] for row in con.execute("SELECT vector FROM pictures ORDER BY picture_id").fetchall()
    ]
    array = np.frombuffer(b"".join(vectors), dtype=np.float16).reshape(len(vectors), DIMENSION)
    np.save(context.folder / PICTURE_FILE, array)
    posts = con.execute(
        "SELECT count(*), count(DISTINCT influencer_id) FROM post_pictures"
    ).fetchone()
    context.facts[STEP] = {
        "networks": MODEL_VERSION,
        "pictures": len(vectors),
        "posts_with_picture": posts[0] if posts else 0,
        "creators_with_picture": posts[1] if posts else 0,
    }


def _describe_again(context: BuildContext) -> None:
    outdated = context.con.execute(
        """SELECT picture_id, thumbnail FROM pictures WHERE model_version <> $version
           ORDER BY picture_id""",
        {"version": MODEL_VERSION},
    ).fetchall()
    if not outdated:
        return
    features = describe(
        [thumbnail for _, thumbnail in outdated],
        context.report,
        threads=context.settings.threads,
        step=STEP,
    )
    for place, (picture_id, _) in enumerate(outdated):
        context.con.execute(
            """UPDATE pictures SET vector = $vector, labels = $labels,
                   label_probabilities = $probabilities, people_count = $people,
                   brightness = $brightness, colourfulness = $colourfulness,
                   sharpness = $sharpness, model_version = $version
               WHERE picture_id = $id""",
            {
                "id": picture_id,
                "vector": features.vectors[place].astype(np.float16).tobytes(),
                "labels": list(features.labels[place]),
                "probabilities": list(features.label_probabilities[place]),
                "people": int(features.people_count[place]),
                "brightness": float(features.brightness[place]),
                "colourfulness": float(features.colourfulness[place]),
                "sharpness": float(features.sharpness[place]),
                "version": MODEL_VERSION,
            },
        )
