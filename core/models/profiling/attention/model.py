"""Attention over the posts of an account: which posts tell what it is about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import UNREADABLE, ModelError
from core.models.profiling.attention.inputs import InputScale, PostInputs, input_scale_of
from core.models.profiling.part_inputs import Part, PostFeatures, post_features
from core.models.profiling.parts import named, part_of_arrays
from core.models.profiling.posts import Posts
from core.models.profiling.softmax import account_softmax, softmax

_ARRAYS, _FACTS = "attention.npz", "config.json"
_ROWS_AT_ONCE = 20_000
# Agreement is between 0 and 1; a weight of 1 for it should count as much as one of `value`.
AGREEMENT_SCALE = 10.0


@dataclass(frozen=True)
class AttentionScores:
    """What attention says; k classes in the order of `AttentionModel.classes`.

    Attributes:
        probabilities: (n_accounts, k) calibrated; a NaN row when nothing could be read.
        weights: (n_posts,) float32, >= 0; they add up to 1 over the readable posts of an account
            and are 0 for the others.
        text_share: (n_posts,) float32, 0-1: how much of a post is read from its text, the rest
            from its picture; NaN for unreadable posts.
        post_probabilities: (n_posts, k) what each post alone says; NaN rows for unreadable ones.
    """

    probabilities: NDArray[np.float64]
    weights: NDArray[np.float32]
    text_share: NDArray[np.float32]
    post_probabilities: NDArray[np.float64]


@dataclass(frozen=True)
class Networks:
    """Attention networks of equal shape, whose answers are averaged.

    Attributes:
        scale: how scores of parts become inputs.
        parameters: by name, first axis the network; see `forward`.
        temperatures: (networks,) what logits of accounts are divided by, so that probabilities are
            calibrated.
    """

    scale: InputScale
    parameters: Mapping[str, NDArray[np.float32]]
    temperatures: NDArray[np.float32]

    def score(self, posts: Posts, scores: Mapping[str, NDArray[np.floating]]) -> AttentionScores:
        """Scores of accounts. Runs in numpy, without torch.

        Args:
            scores: by part, (n_posts, k); NaN rows for posts that it cannot read.
        """
        inputs = self.scale.inputs(posts, scores)
        count, k = len(self.temperatures), self.parameters["account.bias"].shape[1]
        probabilities = np.zeros((posts.accounts_count, k))
        post_probabilities = np.zeros((len(posts), k))
        weights, share = np.zeros(len(posts)), np.zeros(len(posts))
        for number in range(count):
            network = {name: values[number] for name, values in self.parameters.items()}
            part = forward(network, inputs)
            probabilities += softmax(part.account_logits / self.temperatures[number]) / count
            post_probabilities += softmax(part.post_logits / self.temperatures[number]) / count
            weights += part.weights / count
            share += part.text_share / count
        readable = inputs.is_readable
        read = np.bincount(posts.account_rows[readable], minlength=posts.accounts_count) > 0
        probabilities[~read] = np.nan
        post_probabilities[~readable] = np.nan
        share[~readable] = np.nan
        return AttentionScores(
            probabilities, weights.astype(np.float32), share.astype(np.float32), post_probabilities
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All there is to save."""
        return {
            "temperatures": self.temperatures,
            **{f"scale.{name}": values for name, values in self.scale.arrays().items()},
            **{f"network.{name}": values for name, values in self.parameters.items()},
        }


def networks_of(arrays: Mapping[str, NDArray[Any]]) -> Networks:
    """The networks that wrote these arrays."""
    return Networks(
        input_scale_of(named(arrays, "scale.")), named(arrays, "network."), arrays["temperatures"]
    )


@dataclass(frozen=True)
class AttentionModel:
    """A fitted attention model.

    Attributes:
        classes: categories, sorted.
        parts: what scores each post, by name.
        networks: read these scores.
    """

    classes: tuple[str, ...]
    parts: Mapping[str, Part]
    networks: Networks

    def score(self, posts: Posts, features: PostFeatures | None = None) -> AttentionScores:
        """Scores of accounts, seen or unseen.

        Args:
            features: of these posts, where they are known already.
        """
        features = features or post_features(posts, tuple(self.parts))
        return self.networks.score(posts, scores_of_posts(self.parts, features))

    def save(self, folder: Path) -> None:
        """Writes the model to a folder, which is made when it is not there."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {f"networks.{key}": values for key, values in self.networks.arrays().items()}
        for name, part in self.parts.items():
            arrays |= {f"part.{name}.{key}": values for key, values in part.arrays().items()}
        np.savez(folder / _ARRAYS, **arrays)  # type: ignore[arg-type]
        facts = {"classes": self.classes, "parts": list(self.parts)}
        (folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def load_attention(folder: Path) -> AttentionModel:
    """The model written by `AttentionModel.save`.

    Raises:
        ModelError: there is none, or it is damaged.
    """
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        with np.load(folder / _ARRAYS, allow_pickle=False) as file:
            arrays = dict(file)
        parts = {
            name: part_of_arrays(name, named(arrays, f"part.{name}.")) for name in facts["parts"]
        }
        return AttentionModel(
            tuple(facts["classes"]), parts, networks_of(named(arrays, "networks."))
        )
    except UNREADABLE as error:
        raise ModelError(
            f"The attention model cannot be read from {folder.name} ({error}). Train it again."
        ) from error


def scores_of_posts(
    parts: Mapping[str, Part], features: PostFeatures
) -> dict[str, NDArray[np.float32]]:
    """By part, (n_posts, k); parts that read whole accounts are left out."""
    scores = {name: part.score(features).posts for name, part in parts.items()}
    return {name: posts for name, posts in scores.items() if posts is not None}


@dataclass(frozen=True)
class NetworkScores:
    """Attributes:
    account_logits: (n_accounts, k)
    post_logits: (n_posts, k)
    weights: (n_posts,) 0 for unreadable posts.
    text_share: (n_posts,) 0-1.
    """

    account_logits: NDArray[np.float32]
    post_logits: NDArray[np.float32]
    weights: NDArray[np.float32]
    text_share: NDArray[np.float32]


def forward(network: Mapping[str, NDArray[np.float32]], inputs: PostInputs) -> NetworkScores:
    """What one network says.

    A side of a post is h = relu(W x + b), where x are the scores of the parts of that side. The
    gate, a softmax over the sides a post has, mixes them. s = v' tanh(Wk h + Wn numbers + query)
    + g agreement, and a = softmax(s) over the readable posts of an account, where `query` is
    learned and the same for all accounts, and `agreement` is that of the post with the other posts
    of its account. e = sum a h goes through a hidden layer to the account's categories; a linear
    head gives those of each post.

    Source: Kim et al. (WWW 2020), who score h against the post itself; the global query, the gate
        and the mask are ours.
    """
    count = len(inputs.account_rows)
    hidden = len(network["text.bias"])
    h = np.zeros((count, hidden), dtype=np.float32)
    scores, share = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    for start in range(0, count, _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        h[rows], share[rows] = _mixed(network, inputs, rows)
        keys = h[rows] @ network["key.weight"] + inputs.numbers[rows] @ network["numbers.weight"]
        scores[rows] = np.tanh(keys + network["query"]) @ network["value"]
    scores += AGREEMENT_SCALE * inputs.agreement * network["agreement"]
    weights = account_softmax(scores, inputs.account_rows, inputs.is_readable)
    mean = _weighted_sums(h, weights, inputs.account_rows, inputs.accounts_count)
    deep = np.maximum(mean @ network["deep.weight"] + network["deep.bias"], 0)
    return NetworkScores(
        deep @ network["account.weight"] + network["account.bias"],
        h @ network["post.weight"] + network["post.bias"],
        weights,
        share,
    )


def _mixed(
    network: Mapping[str, NDArray[np.float32]], inputs: PostInputs, rows: slice
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """h of posts, and the share of the text in it; zeros for unreadable posts."""
    text = np.maximum(inputs.text[rows] @ network["text.weight"] + network["text.bias"], 0)
    has_text, has_picture = inputs.has_text[rows], inputs.has_picture[rows]
    share = has_text.astype(np.float32)
    if not has_picture.any():
        return text * share[:, None], share
    picture = np.maximum(
        inputs.picture[rows] @ network["picture.weight"] + network["picture.bias"], 0
    )
    gate = text @ network["gate.text"] - picture @ network["gate.picture"] + network["gate.bias"]
    both = has_text & has_picture
    share[both] = 1 / (1 + np.exp(-np.clip(gate[both], -30, 30)))
    other = (1 - share) * has_picture
    return text * share[:, None] + picture * other[:, None], share


def _weighted_sums(
    h: NDArray[np.float32],
    weights: NDArray[np.float32],
    account_rows: NDArray[np.int64],
    accounts_count: int,
) -> NDArray[np.float32]:
    from scipy.sparse import csr_matrix

    bounds = np.searchsorted(account_rows, np.arange(accounts_count + 1))
    rows = csr_matrix((weights, np.arange(len(weights)), bounds), (accounts_count, len(weights)))
    return np.asarray(rows @ h, dtype=np.float32)
