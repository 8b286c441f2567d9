"""Which words accounts use of themselves, as a long table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.models.concepts.splitting import tag_words, text_words

ENGLISH = "en"
# Taking one apart takes a third of a millisecond, and those of single accounts say little.
_MOST_TAGS = 50_000


@dataclass(frozen=True)
class WordUses:
    """Attributes:
    accounts, words: (u,) which account uses which of `names`; each pair once.
    weights: (u,) above 0; 1 for a word that stands once in a text or in the tags of one post.
    names: the words.
    languages: (accounts,) ISO 639-1; '' when unknown.
    """

    accounts: NDArray[np.int64]
    words: NDArray[np.int64]
    weights: NDArray[np.float64]
    names: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def accounts_count(self) -> int:
        """How many accounts there are, with words or without."""
        return len(self.languages)


def word_uses(
    texts: Sequence[str | None],
    tags: pd.DataFrame,
    languages: Sequence[str],
    is_left_out: Callable[[str], bool] | None = None,
) -> WordUses:
    """Words of biographies and hashtags.

    A tag counts log2(1 + posts), shared among its words; the words of a text count 1 each.

    Args:
        texts: biography or description of each account; None for none.
        tags: account (row in `texts`), tag without #, posts_count (at least 1).
        languages: ISO 639-1 of each account; '' when unknown.
        is_left_out: says of a word, or of a whole tag, that it is not to count, as the name of a
            brand.
    """
    accounts: list[int] = []
    names: list[str] = []
    for account, (text, language) in enumerate(zip(texts, languages, strict=True)):
        said = dict.fromkeys(text_words(text, language)) if text else ()
        accounts += [account] * len(said)
        names += said
    frame = pd.DataFrame({"account": accounts, "word": names, "weight": 1.0})
    tagged = _tag_frame(tags, languages, is_left_out)
    both = pd.concat([frame, tagged], ignore_index=True)
    if is_left_out is not None:
        left_out = [word for word in both["word"].unique() if is_left_out(word)]
        both = both[~both["word"].isin(left_out)]
    if both.empty:
        nothing = np.zeros(0, np.int64)
        return WordUses(nothing, nothing, np.zeros(0), (), tuple(languages))
    words, found = pd.factorize(both["word"], sort=True)
    summed = (
        pd.DataFrame({"account": both["account"], "word": words, "weight": both["weight"]})
        .groupby(["account", "word"], sort=True)["weight"]
        .sum()
    )
    return WordUses(
        summed.index.get_level_values(0).to_numpy(np.int64),
        summed.index.get_level_values(1).to_numpy(np.int64),
        summed.to_numpy(np.float64),
        tuple(str(name) for name in found),
        tuple(languages),
    )


def _tag_frame(
    tags: pd.DataFrame, languages: Sequence[str], is_left_out: Callable[[str], bool] | None
) -> pd.DataFrame:
    """account, word, weight of the hashtags; each tag of a language is taken apart once.

    Beyond `_MOST_TAGS` different ones the least used are left out.
    """
    if tags.empty:
        return pd.DataFrame({"account": [], "word": [], "weight": []}).astype({"account": int})
    spoken = np.asarray(languages, dtype=object)[tags["account"].to_numpy(int)]
    pairs, distinct = pd.factorize(pd.MultiIndex.from_arrays([tags["tag"], spoken]))
    ranks = np.argsort(np.argsort(-np.bincount(pairs), kind="stable"))
    parts = [
        ()
        if rank >= _MOST_TAGS or (is_left_out is not None and is_left_out(tag))
        else tag_words(tag, language)
        for (tag, language), rank in zip(distinct, ranks.tolist(), strict=True)
    ]
    counts = np.array([len(words) for words in parts], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    repeats = counts[pairs]
    total = int(repeats.sum())
    first = np.repeat(starts[pairs], repeats)
    within = np.arange(total) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    flat = np.array([word for words in parts for word in words] or [""], dtype=object)
    weights = np.log2(1 + tags["posts_count"].to_numpy(float)) / np.maximum(repeats, 1)
    return pd.DataFrame(
        {
            "account": np.repeat(tags["account"].to_numpy(int), repeats),
            "word": flat[first + within] if total else np.zeros(0, object),
            "weight": np.repeat(weights, repeats),
        }
    )
