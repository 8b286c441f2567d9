"""Niches of the accounts of any table of posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from core.errors import InputFileError
from core.evaluation.clustering import Agreement, agreement
from core.features.documents import LONGEST_CHARS, cut_at_word
from core.features.embeddings import Encoder, normalised
from core.features.language import likely_language
from core.features.text import clean_text
from core.features.topic_terms import terms_of_creators
from core.models.niches import model as niches
from core.models.niches.naming import named_niches
from core.models.niches.selection import SelectionConfig
from core.models.niches.taxonomy import Taxonomy, read_taxonomy
from core.models.niches.topics import Meanings
from core.progress import Report, silent
from core.store.ingest.reading import small_table

_LANGUAGE_CHARS = 600
_ACCOUNT = ("account_id", "influencer_id")
_CAPTION = ("caption", "captions", "text")
_CATEGORY = ("category",)
# Groups that are made when no number of niches is stable, as without --k, and from how many
# accounts on.
ROUGH_COUNT, ROUGH_FROM = 8, SelectionConfig().fewest_creators


@dataclass(frozen=True)
class PostTable:
    """Attributes:
    account_ids, captions: one entry per post; captions may be None.
    categories: account -> its most frequent category; empty when the file has none.
    skipped_count: rows left out: no account, or a line that cannot be taken apart.
    """

    account_ids: list[str]
    captions: list[str | None]
    categories: dict[str, str]
    skipped_count: int


@dataclass(frozen=True)
class AccountNiches:
    """Attributes:
    frame: one row per account, by account_id: account_id, niche_id, niche_keywords (text),
        confidence, niche_name, second_niche_id; the values are missing for an account without
        any text.
    model: the fitted niches.
    is_rough: no number of niches is stable, so `ROUGH_COUNT` groups were made.
    """

    frame: pd.DataFrame
    model: niches.NichesModel
    is_rough: bool = False


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


def read_post_table(path: Path) -> PostTable:
    """The posts of a file, those of an account in the order of the file.

    Raises:
        InputFileError: it cannot be read or has no usable row.
        ColumnError: account_id or caption is missing.
    """
    with small_table.opened(path) as table:
        account, caption = table.place(_ACCOUNT), table.place(_CAPTION)
        category = table.optional(_CATEGORY)
        rows = table.rows(
            table.id(account),
            f"c{caption}::VARCHAR",
            "NULL" if category is None else table.text(category),
        )
    used = [row for row in rows if row[0]]
    if not used:
        raise InputFileError(
            f"{path.name}: expected rows with an account_id, found none among {len(rows):,}. "
            "Check that the columns are not shifted."
        )
    votes: dict[str, dict[str, int]] = {}
    for account_id, _, name in used:
        if name:
            counts = votes.setdefault(account_id, {})
            counts[name] = counts.get(name, 0) + 1
    return PostTable(
        [row[0] for row in used],
        [row[1] for row in used],
        {key: max(sorted(counts), key=lambda name: counts[name]) for key, counts in votes.items()},
        len(rows) - len(used) + table.broken_count,
    )


def account_texts(
    account_ids: Sequence[str],
    captions: Sequence[str | None],
    encoder: Encoder,
    *,
    report: Report = silent,
) -> AccountTexts:
    """What the accounts of posts write about, one entry per post, in any order."""
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
    taxonomy: Taxonomy | None = None,
    report: Report = silent,
) -> AccountNiches:
    """Niches of accounts by all their captions.

    Args:
        account_ids, captions: one entry per post, in any order.
        taxonomy: topics that niches are named by; None for the shipped ones.
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
    topics = taxonomy or read_taxonomy()
    named = named_niches(
        model,
        assigned.niche_ids,
        texts.terms,
        texts.languages,
        topics,
        Meanings(texts.vectors, encoder.encode(topics.texts)),
    )
    known = assigned.niche_ids >= 0
    frame = pd.DataFrame(
        {
            "account_id": texts.accounts,
            "niche_id": _whole(assigned.niche_ids),
            "niche_keywords": [
                ", ".join(named.keywords[niche]) if niche >= 0 else None
                for niche in assigned.niche_ids.tolist()
            ],
            "confidence": np.where(known, assigned.confidence, np.nan).round(4),
            "niche_name": [
                named.names[niche] if niche >= 0 else None for niche in assigned.niche_ids.tolist()
            ],
            "second_niche_id": _whole(assigned.second_ids),
        }
    )
    report("niches", 1, 1, "")
    return AccountNiches(frame, model)


def niches_of_table(
    table: PostTable,
    encoder: Encoder,
    niches_count: int | None,
    *,
    seed: int,
    taxonomy: Taxonomy | None = None,
    report: Report = silent,
) -> AccountNiches:
    """Niches of the accounts of a table; rough groups where no number of niches is stable.

    Args:
        niches_count: None to choose it.
        taxonomy: topics that niches are named by; None for the shipped ones.
    """
    group = partial(
        niches_of_posts,
        table.account_ids,
        table.captions,
        encoder,
        seed=seed,
        taxonomy=taxonomy,
        report=report,
    )
    accounts = group(niches.NichesConfig(niches_count=niches_count))
    if accounts.model.niches_count or len(accounts.frame) < ROUGH_FROM:
        return accounts
    # A build falls back to given categories; a table of posts has nothing else to use.
    return replace(group(niches.NichesConfig(niches_count=ROUGH_COUNT)), is_rough=True)


def category_agreement(accounts: AccountNiches, categories: dict[str, str]) -> Agreement | None:
    """How far niches agree with given categories; None when no account has one.

    Args:
        categories: account -> category.
    """
    groups = accounts.frame["niche_id"].fillna(-1).astype(int).tolist()
    return agreement(groups, [categories.get(name) for name in accounts.frame["account_id"]])


def _whole(values: np.ndarray) -> Any:
    numbers = pd.array(values, dtype="Int64")
    numbers[values < 0] = pd.NA
    return numbers
