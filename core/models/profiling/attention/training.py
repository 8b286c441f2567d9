"""Training of the attention network, in torch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.profiling.attention.inputs import PostInputs, fit_input_scale
from core.models.profiling.attention.model import (
    AGREEMENT_SCALE,
    AttentionModel,
    Networks,
    forward,
    scores_of_posts,
)
from core.models.profiling.part_inputs import PostFeatures, post_features
from core.models.profiling.parts import fit_parts
from core.models.profiling.posts import Posts
from core.models.profiling.softmax import softmax
from core.progress import Report, silent

_STEP = "attention"
_TEMPERATURES = np.exp(np.linspace(math.log(0.4), math.log(4), 25))


@dataclass(frozen=True)
class AttentionConfig:
    """Attributes:
    parts: what scores posts, by the names of `parts.SIDES`; those that read posts, not accounts.
    folds: parts of the training accounts, whose posts are scored by models that had not seen them.
    most_posts: training posts of a part; of more, a random part is taken.
    networks: trained from different seeds and averaged.
    attends: False gives all posts of an account the same weight, for comparison.
    hidden, keys: width of a post's vector and of what scores it.
    dropout, input_dropout: shares of values left out in training.
    side_dropout: share of posts with both sides of which one is hidden in training, so that each
        side can stand alone.
    post_loss: weight of the loss of single posts, against 1 of accounts.
    smoothing: label smoothing, 0-1; labels belong to accounts, and posts stray.
    balance: 1 counts every category alike, 0 every account.
    validation_share: training accounts that decide when to stop, and are not trained on.
    patience: epochs without a better validation loss before training stops.
    """

    parts: tuple[str, ...] = ("words", "vectors", "pictures")
    folds: int = 3
    most_posts: int = 60_000
    networks: int = 3
    attends: bool = True
    hidden: int = 96
    keys: int = 32
    dropout: float = 0.3
    input_dropout: float = 0.2
    side_dropout: float = 0.3
    post_loss: float = 0.3
    smoothing: float = 0.05
    balance: float = 0.5
    learning_rate: float = 3e-3
    weight_decay: float = 1e-2
    batch_accounts: int = 128
    epochs: int = 30
    patience: int = 3
    validation_share: float = 0.12

    @classmethod
    def quick(cls) -> AttentionConfig:
        """For builds that must be quick: one network."""
        return cls(parts=("words", "pictures"), networks=1)


def fit_attention(
    posts: Posts,
    labels: Sequence[str | None],
    config: AttentionConfig,
    *,
    seed: int,
    features: PostFeatures | None = None,
    report: Report = silent,
) -> AttentionModel:
    """An attention model of labelled accounts. Everything is fitted on them alone.

    Args:
        posts: of all accounts.
        labels: category of each account; None or '' where it is not known.
        features: of these posts, where they are known already.
    Raises:
        ModelError: fewer than two categories among accounts with something to read.
    """
    names = sorted({label for label in labels if label})
    places = {name: place for place, name in enumerate(names)}
    targets = np.array([places.get(label or "", -1) for label in labels], dtype=np.int64)
    known = np.flatnonzero(targets >= 0)
    features = features or post_features(posts, config.parts)
    features, targets = features.of_accounts(known), targets[known]
    parts = fit_parts(
        config.parts, features, targets, len(names), most_posts=config.most_posts, seed=seed
    )
    if len(names) < 2 or not parts:
        raise ModelError(
            "Attention needs accounts of two categories with captions or pictures, found fewer. "
            "Check the column 'caption'."
        )
    scores = held_out_scores(tuple(parts), features, targets, len(names), config, seed, report)
    networks = fit_networks(features.posts, scores, targets, len(names), config, seed=seed)
    report(_STEP, config.folds + 1, config.folds + 1, "")
    return AttentionModel(tuple(names), parts, networks)


def held_out_scores(
    parts: tuple[str, ...],
    features: PostFeatures,
    targets: NDArray[np.int64],
    k: int,
    config: AttentionConfig,
    seed: int,
    report: Report = silent,
) -> dict[str, NDArray[np.float32]]:
    """By part, (n_posts, k) what models say that had not seen the account; scores of models that
    saw a post are too sure to learn from which posts tell the category."""
    scores = {name: np.full((len(features.posts), k), np.nan, dtype=np.float32) for name in parts}
    folds = np.random.default_rng(seed).permutation(len(targets)) % config.folds
    for fold in range(config.folds):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        seen = fit_parts(
            parts,
            features.of_accounts(train),
            targets[train],
            k,
            most_posts=config.most_posts,
            seed=seed,
        )
        rows = np.isin(features.posts.account_rows, test)
        for name, values in scores_of_posts(seen, features.of_accounts(test)).items():
            scores[name][rows] = values
        report(_STEP, fold + 1, config.folds + 1, "")
    return scores


def fit_networks(
    posts: Posts,
    scores: Mapping[str, NDArray[np.floating]],
    targets: NDArray[np.int64],
    k: int,
    config: AttentionConfig,
    *,
    seed: int,
) -> Networks:
    """Attention networks on scores of posts.

    Args:
        posts: of training accounts.
        scores: by part, (n_posts, k), of models that had not seen the account; NaN rows for posts
            that it cannot read.
        targets: (n_accounts,) place of the category.
    """
    scale = fit_input_scale(posts, scores)
    inputs = scale.inputs(posts, scores)
    readable = np.zeros(posts.accounts_count, dtype=bool)
    readable[posts.account_rows[inputs.is_readable]] = True
    with _one_thread():
        fitted = [
            _train(inputs, targets, readable, k, config, seed * 1000 + number)
            for number in range(config.networks)
        ]
    parameters = {name: np.stack([network[name] for network, _ in fitted]) for name in fitted[0][0]}
    temperatures = np.array([temperature for _, temperature in fitted], dtype=np.float32)
    return Networks(scale, parameters, temperatures)


@contextmanager
def _one_thread() -> Iterator[None]:
    """The matrices are so small that threads of torch only wait for each other."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _train(
    inputs: PostInputs,
    targets: NDArray[np.int64],
    readable: NDArray[np.bool_],
    k: int,
    config: AttentionConfig,
    seed: int,
) -> tuple[dict[str, NDArray[np.float32]], float]:
    """Parameters of one network with the lowest validation loss, and its temperature."""
    import torch

    rng = np.random.default_rng(seed)
    train, validation = _split(targets, np.flatnonzero(readable), config, rng)
    held_out = inputs.of_accounts(validation)
    generator = torch.Generator().manual_seed(seed)
    parameters = _parameters(inputs, k, config, generator)
    optimiser = _Adam([p for p in parameters.values() if p.requires_grad], config)
    counts = np.bincount(targets[train], minlength=k)
    class_weights = (len(train) / (k * np.maximum(counts, 1))) ** config.balance
    best, best_loss, waited = _arrays(parameters), math.inf, 0
    steps = max(1, math.ceil(len(train) / config.batch_accounts))
    for _ in range(config.epochs):
        order = rng.permutation(train)
        for step in range(steps):
            accounts = np.sort(order[step::steps])
            loss = _loss(
                parameters,
                inputs.of_accounts(accounts),
                targets[accounts],
                class_weights,
                config,
                generator,
            )
            loss.backward()
            optimiser.step()
        arrays = _arrays(parameters)
        if not len(validation):
            best = arrays
            continue
        loss_now = _log_loss(forward(arrays, held_out).account_logits, targets[validation])
        if loss_now < best_loss - 1e-4:
            best, best_loss, waited = arrays, loss_now, 0
        else:
            waited += 1
            if waited > config.patience:
                break
    if not len(validation):
        return best, 1.0
    logits = forward(best, held_out).account_logits
    losses = [_log_loss(logits / t, targets[validation]) for t in _TEMPERATURES]
    return best, float(_TEMPERATURES[int(np.argmin(losses))])


class _Adam:
    """AdamW (Loshchilov & Hutter 2019). That of torch loads its compiler, which takes seconds."""

    def __init__(self, parameters: list[Any], config: AttentionConfig):
        self._state = [(p, p.detach() * 0, p.detach() * 0) for p in parameters]
        self._config = config
        self._steps = 0

    def step(self) -> None:
        """Moves the parameters against their gradients, and clears these."""
        self._steps += 1
        rate = self._config.learning_rate
        steps = 1 - 0.9**self._steps, 1 - 0.999**self._steps
        for parameter, mean, square in self._state:
            gradient = parameter.grad
            if gradient is None:  # of the gate, where no post has both sides
                continue
            mean.mul_(0.9).add_(gradient, alpha=0.1)
            square.mul_(0.999).addcmul_(gradient, gradient, value=0.001)
            values = parameter.detach()
            values.mul_(1 - rate * self._config.weight_decay)
            values.addcdiv_(mean / steps[0], (square / steps[1]).sqrt().add_(1e-8), value=-rate)
            parameter.grad = None


def _split(
    targets: NDArray[np.int64],
    accounts: NDArray[np.int64],
    config: AttentionConfig,
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Accounts to train on and those that decide when to stop, of each category its share."""
    validation = []
    for target in np.unique(targets[accounts]):
        of_target = rng.permutation(accounts[targets[accounts] == target])
        validation.append(of_target[: int(len(of_target) * config.validation_share)])
    held_out = np.sort(np.concatenate(validation))
    return np.setdiff1d(accounts, held_out), held_out


def _parameters(inputs: PostInputs, k: int, config: AttentionConfig, generator: Any) -> Any:
    import torch

    hidden, keys = config.hidden, config.keys
    shapes = {
        "key.weight": (hidden, keys),
        "numbers.weight": (inputs.numbers.shape[1], keys),
        "deep.weight": (hidden, hidden),
        "account.weight": (hidden, k),
        "post.weight": (hidden, k),
    }
    # Numbers speak only once they have learned to.
    spreads = {"numbers.weight": 0.01}
    parameters = {
        name: torch.randn(shape, generator=generator)
        * spreads.get(name, math.sqrt(1 / max(shape[0], 1)))
        for name, shape in shapes.items()
    }
    # All parts score the same categories on the same scale, so they start alike: what is learned
    # of the side that most posts have holds for the other.
    block = torch.randn((k, hidden), generator=generator) / math.sqrt(k)
    for side in ("text", "picture"):
        parts = getattr(inputs, side).shape[1] // k
        parameters[f"{side}.weight"] = block.repeat(parts, 1) / max(parts, 1)
    for name, size in (
        ("text.bias", hidden), ("picture.bias", hidden), ("deep.bias", hidden),
        ("account.bias", k), ("post.bias", k), ("gate.text", hidden), ("gate.picture", hidden),
        ("gate.bias", 1), ("query", keys), ("value", keys), ("agreement", 1),
    ):  # fmt: skip
        parameters[name] = torch.zeros(size)
    # Attention starts as averaging (both 0) and departs from it only as far as it helps.
    for name, parameter in parameters.items():
        parameter.requires_grad_(config.attends or name not in ("value", "agreement"))
    return parameters


def _loss(
    parameters: Any,
    batch: PostInputs,
    targets: NDArray[np.int64],
    class_weights: NDArray[np.float64],
    config: AttentionConfig,
    generator: Any,
) -> Any:
    """Loss of a batch of accounts; the same network as `model.forward`, with dropout."""
    import torch
    from torch.nn.functional import cross_entropy

    def dropped(values: Any, share: float) -> Any:
        if not share or not values.shape[-1]:
            return values
        kept = torch.rand(values.shape, generator=generator) >= share
        return values * kept / (1 - share)

    has_text, has_picture = torch.from_numpy(batch.has_text), torch.from_numpy(batch.has_picture)
    both = has_text & has_picture
    if config.side_dropout and bool(both.any()):
        hidden = both & (torch.rand(len(both), generator=generator) < config.side_dropout)
        is_text = torch.rand(len(both), generator=generator) < 0.5
        has_text, has_picture = has_text & ~(hidden & is_text), has_picture & ~(hidden & ~is_text)
    text_in = dropped(torch.from_numpy(batch.text), config.input_dropout)
    text = torch.relu(text_in @ parameters["text.weight"] + parameters["text.bias"])
    share = has_text.float()
    h = text * share[:, None]
    if bool(has_picture.any()):
        picture_in = dropped(torch.from_numpy(batch.picture), config.input_dropout)
        picture = torch.relu(picture_in @ parameters["picture.weight"] + parameters["picture.bias"])
        gate = torch.sigmoid(
            text @ parameters["gate.text"]
            - picture @ parameters["gate.picture"]
            + parameters["gate.bias"]
        )
        share = torch.where(has_text & has_picture, gate, share)
        h = text * share[:, None] + picture * ((1 - share) * has_picture)[:, None]
    readable = has_text | has_picture
    keys = (
        h @ parameters["key.weight"]
        + torch.from_numpy(batch.numbers) @ (parameters["numbers.weight"])
    )
    scores = torch.tanh(keys + parameters["query"]) @ parameters["value"]
    scores = scores + AGREEMENT_SCALE * torch.from_numpy(batch.agreement) * parameters["agreement"]
    rows = torch.from_numpy(batch.account_rows)
    # Scores are bounded (tanh, agreement), so no maximum has to be taken off.
    powers = torch.exp(scores) * readable
    totals = torch.zeros(batch.accounts_count).index_add(0, rows, powers)
    weights = powers / totals[rows].clamp_min(1e-12)
    mean = torch.zeros(batch.accounts_count, h.shape[1]).index_add(0, rows, weights[:, None] * h)
    deep = torch.relu(
        dropped(mean, config.dropout) @ parameters["deep.weight"] + parameters["deep.bias"]
    )
    logits = dropped(deep, config.dropout) @ parameters["account.weight"]
    truth = torch.from_numpy(targets)
    class_weight = torch.from_numpy(class_weights.astype(np.float32))
    loss = cross_entropy(
        logits + parameters["account.bias"], truth, class_weight, label_smoothing=config.smoothing
    )
    if config.post_loss:
        posts = dropped(h, config.dropout) @ parameters["post.weight"] + parameters["post.bias"]
        loss = loss + config.post_loss * cross_entropy(
            posts[readable], truth[rows[readable]], class_weight, label_smoothing=config.smoothing
        )
    return loss


def _arrays(parameters: Any) -> dict[str, NDArray[np.float32]]:
    return {name: values.detach().numpy().copy() for name, values in parameters.items()}


def _log_loss(logits: NDArray[np.floating], targets: NDArray[np.int64]) -> float:
    probabilities = softmax(logits)[np.arange(len(targets)), targets]
    return float(-np.log(np.maximum(probabilities, 1e-12)).mean())
