"""Step "niches": groups of creators, their words and the map, and the rows that fit is made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.errors import ModelError
from core.evaluation.clustering import agreement
from core.features.documents import brand_text
from core.features.embeddings import Encoder
from core.models.brand_fit import fit_rows, text_fit_rows
from core.models.niches import files as niche_files
from core.models.niches import model as niches
from core.models.niches.layout import layout
from core.models.niches.model import CATEGORIES
from core.models.niches.naming import NicheNames, named_niches
from core.models.niches.taxonomy import Taxonomy, own_taxonomy, read_taxonomy
from core.models.niches.topics import Meanings
from core.pipeline.context import BuildContext
from core.pipeline.creator_words import read_words
from core.pipeline.kernels.words import WordsKernel
from core.pipeline.sources import clear_results
from core.pipeline.steps.text import BRAND_FILE, INFLUENCER_FILE, creator_texts
from core.store import tables

MODEL_FOLDER = "models/niches"
CREATOR_FIT_FILE = "influencer_fit.npy"
BRAND_FIT_FILE = "brand_fit.npy"
TEXT_CHARS = 600
_CAPTIONS = 8


def find_niches(context: BuildContext) -> None:
    """Writes niches, influencer_niches, influencer_map, niche_selection and metrics 'niches'.

    Creators without text are left out of all of them. Where the number is not given and the data
    is too small or too mixed for any, the given categories stand in for niches. Medians of
    engagement and growth are filled by the step "profiles". `influencer_fit.npy` and
    `brand_fit.npy` are the rows of `brand_fit.fit_rows`, ordered by id.
    """
    clear_results(context, ("niches", "influencer_niches", "influencer_map", "niche_selection"))
    context.con.execute("DELETE FROM metrics WHERE model = 'niches'")
    vectors = np.load(context.folder / INFLUENCER_FILE, mmap_mode="r")
    for name in (CREATOR_FIT_FILE, BRAND_FIT_FILE):
        (context.folder / name).unlink(missing_ok=True)
    if not len(vectors) or not vectors.any():
        context.report("niches", 1, 1, "no creator has any text")
        return
    texts = creator_texts(context, captions=_CAPTIONS)
    context.report("niches", 0, 1, "reading words")
    words = read_words(context, "niches", WordsKernel(language_chars=TEXT_CHARS), texts)
    languages, terms = words.languages, words.terms
    seed = context.config.seed
    model = niches.fit(
        np.asarray(vectors),
        niches.NichesConfig(niches_count=context.config.niches_count),
        seed=seed,
        groups=languages,
        terms=terms,
        encoder_version=_encoder_version(context) or context.settings.embedder,
        report=context.report,
    )
    points = model.space.points(np.asarray(vectors), languages, terms)
    assigned = model.assign_points(points)
    rows = context.con.execute(
        "SELECT influencer_id, category FROM influencers ORDER BY influencer_id"
    ).fetchall()
    ids = np.asarray([row[0] for row in rows], dtype=object)
    taxonomy = read_taxonomy(own_taxonomy(context.settings.data_dir))
    if model.niches_count:
        context.report("niches", 0, 1, "finding words")
        meanings = _meanings(context, np.asarray(vectors), taxonomy)
        named = named_niches(model, assigned.niche_ids, terms, languages, taxonomy, meanings)
        model = replace(model, topics=tuple(named.topics))
        _write_niches(context, model, assigned, named)
        _write_creators(context, model, assigned, ids)
    else:
        _write_categories(context)
    niche_files.save(model, context.folder / MODEL_FOLDER)
    fits = fit_rows(model, points, categories=[row[1] for row in rows])
    write_fit(context.folder / CREATOR_FIT_FILE, fits)
    write_fit(context.folder / BRAND_FIT_FILE, _brand_fit_rows(context, model, taxonomy))
    known = points.any(axis=1)
    _write_map(context, ids[known], points[known], seed)
    _write_selection(context, model)
    _write_metrics(context, assigned.niche_ids, [row[1] for row in rows], texts)
    context.facts["niches"] = {"k": model.niches_count, "model_version": model.model_version}


def write_fit(file: Path, rows: np.ndarray) -> None:
    """Writes (n, d) rows, which `core.services.matching.fit` compares a brand with.

    Column after column: the product of all rows with one is then twice as fast.
    """
    np.save(file, np.asfortranarray(rows))


def _brand_fit_rows(
    context: BuildContext, model: niches.NichesModel, taxonomy: Taxonomy
) -> np.ndarray:
    brands = context.con.execute(
        "SELECT name, description, category, keywords FROM brands ORDER BY brand_id"
    ).fetchall()
    vectors = np.asarray(np.load(context.folder / BRAND_FILE, mmap_mode="r"))
    if not len(brands):
        return vectors
    texts = [brand_text(*brand) for brand in brands]
    return text_fit_rows(model, vectors, texts, taxonomy=taxonomy)


def _write_categories(context: BuildContext) -> None:
    """The given categories in place of niches; creators without one have none."""
    context.report("niches", 0, 1, "too small or too mixed for niches: using categories")
    context.con.execute(
        """
        INSERT INTO niches (niche_id, name, keywords, creators_count, top_category,
                            top_category_share, model_version)
        SELECT row_number() OVER (ORDER BY count(*) DESC, category) - 1, category, [category],
               count(*), category, 1.0, $version
        FROM influencers WHERE category <> '' GROUP BY category
        """,
        {"version": CATEGORIES},
    )
    context.con.execute(
        """
        INSERT INTO influencer_niches
            (influencer_id, niche_id, confidence, second_niche_id, model_version)
        SELECT i.influencer_id, n.niche_id, 1.0, NULL, $version
        FROM influencers i JOIN niches n ON n.name = i.category
        """,
        {"version": CATEGORIES},
    )


def _meanings(context: BuildContext, vectors: np.ndarray, taxonomy: Taxonomy) -> Meanings | None:
    """Vectors of creators and topics; None when the encoder of the build is not at hand."""
    version = _encoder_version(context)
    try:
        encoder = Encoder(context.settings) if version else None
    except ModelError:
        encoder = None
    # A rebuild may take over the vectors of another encoder than the one set now.
    if encoder is None or encoder.model_version != version:
        return None
    return Meanings(vectors, encoder.encode(taxonomy.texts))


def _write_niches(
    context: BuildContext, model: niches.NichesModel, assigned: niches.Assignment, named: NicheNames
) -> None:
    sizes = np.bincount(assigned.niche_ids[assigned.niche_ids >= 0], minlength=model.niches_count)
    tables.append_frame(
        context.con,
        "niches",
        pd.DataFrame(
            {
                "niche_id": range(model.niches_count),
                "name": named.names,
                "keywords": named.keywords,
                "creators_count": sizes,
                "model_version": model.model_version,
            }
        ),
    )


def _write_creators(
    context: BuildContext, model: niches.NichesModel, assigned: niches.Assignment, ids: np.ndarray
) -> None:
    known = assigned.niche_ids >= 0
    second = pd.array(assigned.second_ids[known], dtype="Int64")
    second[assigned.second_ids[known] < 0] = pd.NA
    frame = pd.DataFrame(
        {
            "influencer_id": ids[known],
            "niche_id": assigned.niche_ids[known],
            "confidence": assigned.confidence[known],
            "second_niche_id": second,
            "model_version": model.model_version,
        }
    )
    tables.append_frame(context.con, "influencer_niches", frame)
    context.con.execute(
        """
        WITH given AS (
            SELECT n.niche_id, i.category, count(*) AS members
            FROM influencer_niches n JOIN influencers i ON i.influencer_id = n.influencer_id
            WHERE i.category IS NOT NULL GROUP BY n.niche_id, i.category
        ), top AS (
            SELECT niche_id, arg_max(category, (members, category)) AS category,
                   max(members) / sum(members) AS share
            FROM given GROUP BY niche_id
        )
        UPDATE niches SET top_category = top.category, top_category_share = top.share
        FROM top WHERE top.niche_id = niches.niche_id
        """
    )


def _write_map(context: BuildContext, ids: np.ndarray, points: np.ndarray, seed: int) -> None:
    if context.config.deep:
        places = layout(points, seed=seed, fitted_rows=4000, iterations=750, report=context.report)
    else:
        places = layout(points, seed=seed, fitted_rows=1500, iterations=400, report=context.report)
    frame = pd.DataFrame({"influencer_id": ids, "x": places[:, 0], "y": places[:, 1]})
    tables.append_frame(context.con, "influencer_map", frame)


def _write_selection(context: BuildContext, model: niches.NichesModel) -> None:
    frame = pd.DataFrame(
        [(item.k, item.silhouette, item.stability, item.chosen) for item in model.tried],
        columns=["k", "silhouette", "stability", "chosen"],
    )
    tables.append_frame(context.con, "niche_selection", frame)


def _write_metrics(
    context: BuildContext,
    niche_ids: np.ndarray,
    categories: list[str | None],
    texts: pa.Table,
) -> None:
    # A creator whose text is only the category would agree with it by construction.
    captions_counts = pc.list_value_length(texts["captions"]).to_pylist()
    compared = [
        category if bio or count else None
        for category, bio, count in zip(
            categories, texts["bio"].to_pylist(), captions_counts, strict=True
        )
    ]
    measured = agreement(niche_ids.tolist(), compared) if (niche_ids >= 0).any() else None
    if measured is None:
        return
    note = (
        f"{measured.rows_count:,} creators with a given category and text of their own; the "
        f"categories were not used to find the niches. One single niche would have a purity of "
        f"{measured.largest_share:.2f}."
    )
    frame = pd.DataFrame(
        {
            "model": "niches",
            "metric": ["nmi", "purity"],
            "value": [measured.nmi, measured.purity],
            "note": note,
        }
    )
    tables.append_frame(context.con, "metrics", frame)


def _encoder_version(context: BuildContext) -> str | None:
    row = context.con.execute(
        "SELECT note FROM metrics WHERE model = 'text' AND metric = 'encoder'"
    ).fetchone()
    return str(row[0]) if row else None
