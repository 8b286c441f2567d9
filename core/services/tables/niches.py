"""Niches of the accounts of a table of posts, without a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.features.documents import LONGEST_CHARS, cut_at_word
from core.features.embeddings import Encoder, normalised
from core.features.language import likely_language
from core.features.text import clean_text
from core.features.topic_terms import terms_of_creators
from core.models.niches import model as niches
from core.models.niches.words import niche_names, niche_words
from core.progress import Report, silent

_LANGUAGE_CHARS = 600


@dataclass(frozen=True)
class AccountNiches:
    """Attributes:
    frame: a row an account, by account_id: account_id, niche_id, niche_keywords (text),
        confidence, niche_name, second_niche_id; the values are missing for an account without
        any text.
    model: the fitted niches.
    """

    frame: pd.DataFrame
    model: niches.NichesModel


@dataclass(frozen=True)
class AccountTexts:
    """Attributes:
    accounts: ids, sorted.
    vectors: (n, dimension) float32 unit rows, the mean direction of an account's captions; a
        zero row without any text.
    languages: likely language of each; '' when unclear.
    terms: topic words of each, with repeats.
    """

    accounts: np.ndarray
    vectors: np.ndarray
    languages: list[str]
    terms: list[list[str]]


def account_texts(
    account_ids: Sequence[str],
    captions: Sequence[str | None],
    encoder: Encoder,
    *,
    report: Report = silent,
) -> AccountTexts:
    """What the accounts of posts write about, a post each entry, in any order."""
    cleaned = [clean_text(caption) for caption in captions]
    vectors = encoder.encode([cut_at_word(text, LONGEST_CHARS) for text in cleaned], report=report)
    accounts, rows = np.unique(np.asarray(account_ids, dtype=object), return_inverse=True)
    sums = np.zeros((len(accounts), encoder.dimension), dtype=np.float32)
    np.add.at(sums, rows, vectors)
    said: list[list[str]] = [[] for _ in accounts]
    documents = [""] * len(accounts)
    for row, raw, text in zip(rows.tolist(), captions, cleaned, strict=True):
        if raw:
            said[row].append(raw)
        if len(documents[row]) < _LANGUAGE_CHARS:
            documents[row] += " " + text
    report("niches", 0, 1, "reading words")
    languages = [likely_language(document) for document in documents]
    return AccountTexts(accounts, normalised(sums), languages, terms_of_creators(said))


def niches_of_posts(
    account_ids: Sequence[str],
    captions: Sequence[str | None],
    encoder: Encoder,
    config: niches.NichesConfig,
    *,
    seed: int,
    report: Report = silent,
) -> AccountNiches:
    """Niches of accounts by all their captions.

    Args:
        account_ids, captions: a post each, in any order.
    """
    texts = account_texts(account_ids, captions, encoder, report=report)
    model = niches.fit(
        texts.vectors,
        config,
        seed=seed,
        groups=texts.languages,
        terms=texts.terms,
        encoder_version=encoder.model_version,
        report=report,
    )
    assigned = model.assign(texts.vectors, texts.languages, texts.terms)
    keywords = niche_words(
        texts.terms, assigned.niche_ids, model.niches_count, groups=texts.languages
    )
    names = niche_names(keywords, model.mixed)
    known = assigned.niche_ids >= 0
    frame = pd.DataFrame(
        {
            "account_id": texts.accounts,
            "niche_id": _whole(assigned.niche_ids),
            "niche_keywords": [
                ", ".join(keywords[niche]) if niche >= 0 else None
                for niche in assigned.niche_ids.tolist()
            ],
            "confidence": np.where(known, assigned.confidence, np.nan).round(4),
            "niche_name": [
                names[niche] if niche >= 0 else None for niche in assigned.niche_ids.tolist()
            ],
            "second_niche_id": _whole(assigned.second_ids),
        }
    )
    report("niches", 1, 1, "")
    return AccountNiches(frame, model)


def _whole(values: np.ndarray) -> Any:
    found = pd.array(values, dtype="Int64")
    found[values < 0] = pd.NA
    return found
