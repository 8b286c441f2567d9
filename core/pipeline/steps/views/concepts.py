"""Step "concepts": what creators and brands are about, as concepts of one graph."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.features.brand_names import BrandNames
from core.features.documents import brand_text
from core.features.language import likely_language
from core.pipeline.context import BuildContext
from core.pipeline.own_posts import (
    PAID_POSTS,
    brand_names,
    names_in_texts,
    plain_name,
    plain_name_sql,
)
from core.pipeline.sources import clear_results
from core.pipeline.steps.text import BRAND_FILE, INFLUENCER_FILE, encoder_of_vectors
from core.store import tables

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from core.features.embeddings import Encoder
    from core.models.concepts.model import ConceptModel, ConceptsConfig
    from core.models.concepts.uses import WordUses

MODEL_FOLDER = "models/concepts"
CREATOR_CONCEPTS_FILE = "influencer_concepts.npy"
BRAND_CONCEPTS_FILE = "brand_concepts.npy"
TABLES = ("concepts", "concept_links", "creator_concepts", "brand_concepts")
KEPT_CONCEPTS = 12  # of each account in the tables

_OWN_POSTS = f"""
    {PAID_POSTS},
    own_posts AS (
        SELECT p.influencer_id, p.hashtags, p.mentions
        FROM posts p ANTI JOIN paid_posts USING (post_id))"""


def link_concepts(context: BuildContext, config: ConceptsConfig | None = None) -> None:
    """Writes `influencer_concepts.npy`, `brand_concepts.npy`, `TABLES` and the model.

    The arrays are (n, dimension) float32 in the order of the ids, NaN where nothing is known; in a
    build of few accounts all is NaN and the tables are empty.

    Args:
        config: as a build of few accounts needs it in a test; by default that of the model.
    """
    clear_results(context, TABLES)
    shutil.rmtree(context.folder / MODEL_FOLDER, ignore_errors=True)
    creators = context.con.execute(
        "SELECT influencer_id, bio, language, hashtags FROM influencers ORDER BY influencer_id"
    ).fetchall()
    brands = context.con.execute(
        """SELECT brand_id, name, description, category, keywords, hashtags
           FROM brands ORDER BY brand_id"""
    ).fetchall()
    model, weights = _fitted(context, creators, brands, config)
    if model is None or weights is None:
        for file, count in (
            (CREATOR_CONCEPTS_FILE, len(creators)),
            (BRAND_CONCEPTS_FILE, len(brands)),
        ):
            np.save(context.folder / file, np.full((count, 1), np.nan, dtype=np.float32))
        return
    rows = model.rows(weights)
    np.save(context.folder / CREATOR_CONCEPTS_FILE, rows[: len(creators)])
    np.save(context.folder / BRAND_CONCEPTS_FILE, rows[len(creators) :])
    _write_concepts(context, model, weights, len(creators))
    _write_accounts(
        context, "creator_concepts", "influencer_id", [row[0] for row in creators],
        model, weights[: len(creators)],
    )  # fmt: skip
    _write_accounts(
        context, "brand_concepts", "brand_id", [row[0] for row in brands],
        model, weights[len(creators) :],
    )  # fmt: skip
    context.facts["concepts"] = {
        "model_version": model.version,
        "concepts": len(model),
        "creators_without": int(np.isnan(rows[: len(creators), 0]).sum()),
    }


def _fitted(
    context: BuildContext,
    creators: list[tuple],
    brands: list[tuple],
    config: ConceptsConfig | None,
) -> tuple[ConceptModel | None, csr_matrix | None]:
    """The model, and the weights of the creators, then the brands; None with too few of them."""
    from core.models.concepts.model import ConceptsConfig

    config = config or ConceptsConfig()
    if len(creators) + len(brands) < config.fewest_accounts:
        return None, None
    from core.models.concepts import files, model

    names = brand_names(context.con)
    uses = _uses(context, creators, brands, names)
    vectors, encoder = _texts(context)
    fitted = model.fit(
        uses,
        _mentions(context, [row[0] for row in creators], names),
        config,
        creators=np.arange(uses.accounts_count) < len(creators),
        account_vectors=vectors,
        encode=encoder.encode if encoder else None,
        seed=context.config.seed,
        report=context.report,
    )
    if fitted is None:
        return None, None
    files.save(fitted, context.folder / MODEL_FOLDER)
    return fitted, fitted.weights(uses, vectors)


def _uses(
    context: BuildContext, creators: list[tuple], brands: list[tuple], names: list[str]
) -> WordUses:
    from core.models.concepts.uses import word_uses

    texts = [row[1] for row in creators] + [brand_text(*row[1:5]) for row in brands]
    languages = [row[2] or likely_language(row[1] or "") for row in creators]
    languages += [likely_language(text or "") for text in texts[len(creators) :]]
    places = {row[0]: place for place, row in enumerate(creators)}
    posted = context.con.execute(
        f"""WITH {_OWN_POSTS}
            SELECT influencer_id, tag, count(*) AS posts_count
            FROM (SELECT influencer_id, unnest(list_distinct(hashtags)) AS tag FROM own_posts)
            GROUP BY ALL ORDER BY influencer_id, tag""",
        {"brand_names": names},
    ).df()
    posted["account"] = posted["influencer_id"].map(places).astype("Int64")
    has_posts = {
        row[0]
        for row in context.con.execute(
            "SELECT DISTINCT influencer_id FROM posts WHERE len(hashtags) > 0"
        ).fetchall()
    }
    # The tags given with a profile sum up all posts, the paid ones too.
    given = [
        (place, tag)
        for place, row in enumerate(creators)
        if row[0] not in has_posts
        for tag in dict.fromkeys(row[3] or ())
    ]
    given += [
        (len(creators) + place, tag)
        for place, row in enumerate(brands)
        for tag in dict.fromkeys(row[5] or ())
    ]
    tags = pd.concat(
        [
            posted.loc[posted["account"].notna(), ["account", "tag", "posts_count"]],
            pd.DataFrame(given, columns=["account", "tag"]).assign(posts_count=1),
        ],
        ignore_index=True,
    )
    return word_uses(
        texts, tags, languages, is_left_out=_brand_word(names_in_texts(context.con), names)
    )


def _brand_word(names: BrandNames, plain_names: list[str]) -> Callable[[str], bool]:
    """Says of a word or tag whether it is, or holds, the name of a brand and no English noun.

    Args:
        names: as from `names_in_texts`.
        plain_names: as from `brand_names`.
    """
    from core.models.concepts.splitting import is_english
    from core.models.concepts.wordnet import nouns

    known, whole = nouns(), set(plain_names)

    def is_brand_word(word: str) -> bool:
        if known.lemma(word) is not None or is_english(word):
            return False
        return names.without(word) != word or plain_name(word) in whole

    return is_brand_word


def _mentions(context: BuildContext, ids: list[str], names: list[str]) -> NDArray[np.int64]:
    """(m, 2) creators that mention and are mentioned, rows by id; never a brand, never oneself."""
    places = {influencer_id: place for place, influencer_id in enumerate(ids)}
    pairs = context.con.execute(
        f"""WITH {_OWN_POSTS},
            named AS (SELECT DISTINCT o.influencer_id, i.platform, unnest(o.mentions) AS handle
                      FROM own_posts o JOIN influencers i USING (influencer_id))
            SELECT DISTINCT n.influencer_id, m.influencer_id
            FROM named n JOIN influencers m
              ON lower(m.handle) = lower(n.handle) AND m.platform = n.platform
            WHERE m.influencer_id <> n.influencer_id
              AND NOT list_contains($brand_names::VARCHAR[], {plain_name_sql("m.handle")})
            ORDER BY ALL""",
        {"brand_names": names},
    ).fetchall()
    rows = [(places[left], places[right]) for left, right in pairs]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def _texts(context: BuildContext) -> tuple[NDArray[np.float32] | None, Encoder | None]:
    """Vectors of the creators, then the brands, and the encoder that made them, if at hand."""
    encoder = encoder_of_vectors(context)
    if encoder is None:
        return None, None
    files = [context.folder / name for name in (INFLUENCER_FILE, BRAND_FILE)]
    vectors = [np.load(file, mmap_mode="r") for file in files]
    return np.vstack([part for part in vectors if len(part)]).astype(np.float32), encoder


def _write_concepts(
    context: BuildContext, model: ConceptModel, weights: csr_matrix, creators_count: int
) -> None:
    from core.models.concepts.graph import KINDS

    labels = np.array(model.vocabulary.labels, dtype=object)
    frame = pd.DataFrame(
        {
            "concept": labels,
            "kind": model.vocabulary.kinds,
            "creators_count": weights[:creators_count].getnnz(axis=0),
            "brands_count": weights[creators_count:].getnnz(axis=0),
            "rarity": model.rarity,
            "model_version": model.version,
        }
    )
    tables.append_frame(context.con, "concepts", frame)
    links = model.links
    frame = pd.DataFrame(
        {
            "concept": labels[links.left],
            "other_concept": labels[links.right],
            "kind": np.array(KINDS, dtype=object)[links.kinds],
            "weight": links.weights,
        }
    )
    tables.append_frame(context.con, "concept_links", frame)


def _write_accounts(
    context: BuildContext,
    table: str,
    key: str,
    ids: list[str],
    model: ConceptModel,
    weights: csr_matrix,
) -> None:
    """The heaviest concepts of each account, the share of its weight each; ties by concept."""
    counts = np.diff(weights.indptr)
    accounts = np.repeat(np.arange(weights.shape[0]), counts)
    totals = np.asarray(weights.sum(axis=1)).ravel()
    order = np.lexsort((weights.indices, -weights.data, accounts))
    places = np.arange(len(order)) - np.repeat(weights.indptr[:-1], counts)
    kept = places < KEPT_CONCEPTS
    chosen = order[kept]
    frame = pd.DataFrame(
        {
            key: np.array(ids, dtype=object)[accounts[chosen]],
            "place": places[kept] + 1,
            "concept": np.array(model.vocabulary.labels, dtype=object)[weights.indices[chosen]],
            "weight": weights.data[chosen] / totals[accounts[chosen]],
        }
    )
    tables.append_frame(context.con, table, frame)
