"""A fitted profiler in a folder: arrays as npz, names and facts as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import UNREADABLE, ModelError
from core.models.profiling.parts import named, part_of_arrays
from core.models.profiling.pooling import CLARITY, Pooling, PoolingRule
from core.models.profiling.profiler import Profiler
from core.models.profiling.stack import Join

FOLDER = "profiling"
_ARRAYS, _FACTS = "profiler.npz", "config.json"
_VERSION = 1
_JOIN = ("centres", "spreads", "weights", "absent", "intercepts", "top")


def save(profiler: Profiler, folder: Path) -> None:
    """Writes the profiler to a folder, which is made when it is not there.

    Some 20 MB for nine categories; what it said of the training accounts is not kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[Any]] = {
        "pooling.centres": profiler.pooling.centres,
        "pooling.spreads": profiler.pooling.spreads,
    }
    for name, part in profiler.parts.items():
        arrays |= {f"part.{name}.{key}": values for key, values in part.arrays().items()}
    for side, join in profiler.joins.items():
        arrays |= {f"join.{side}.{key}": getattr(join, key) for key in _JOIN}
    np.savez(folder / _ARRAYS, **arrays)  # type: ignore[arg-type]
    facts = {
        "version": _VERSION,
        "model_version": profiler.model_version,
        "classes": profiler.classes,
        "parts": list(profiler.parts),
        "joins": list(profiler.joins),
        "rule": profiler.pooling.rule.kind,
        "sharpness": profiler.pooling.rule.sharpness,
    }
    (folder / _FACTS).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> Profiler:
    """The profiler written by `save`.

    Raises:
        ModelError: there is none, or it is damaged.
    """
    try:
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        if facts["version"] != _VERSION:
            raise ValueError(f"version {facts['version']}")
        with np.load(folder / _ARRAYS, allow_pickle=False) as file:
            arrays = dict(file)
        parts = {
            name: part_of_arrays(name, named(arrays, f"part.{name}.")) for name in facts["parts"]
        }
        joins = {side: Join(**named(arrays, f"join.{side}.")) for side in facts["joins"]}
        # Profilers of profiling-1 know one kind of rule and do not name it.
        rule = PoolingRule(str(facts.get("rule", CLARITY)), float(facts["sharpness"]))
        pooling = Pooling(arrays["pooling.centres"], arrays["pooling.spreads"], rule)
        return Profiler(tuple(facts["classes"]), facts["model_version"], parts, pooling, joins)
    except UNREADABLE as error:
        raise ModelError(
            f"The profiler of this build cannot be read from {folder.name} ({error}). Build again "
            "with 'python -m core build --from profiling'."
        ) from error
