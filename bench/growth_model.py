"""Makes the growth model that comes along: learned from demo creators with planted purchases.

    python -m bench.growth_model [--write]

Nothing but the demo generator is read, with seeds that no test and no other benchmark uses.
With --write the files in core/models/growth/shipped are replaced.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from core.evaluation.growth_quality import growth_quality
from core.models.growth import learner
from core.pipeline.growth_learning.rows import learning_rows

SEEDS = (101, 102, 103, 104, 105)
CREATORS = 1000
VERSION = "growth-demo-5"
# With the eight leaves of `learner.fit` the readings take recall from each other (seeds 811, 812).
LEAVES = 16


def main() -> None:
    """Learns, says how it did on creators left out, and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    rows = learning_rows(SEEDS, creators_count=CREATORS)
    scores = learner.scores_left_out(rows, seed=0, leaves=LEAVES)
    left_out = learner.out_of_fold_probabilities(rows, seed=0, scores=scores)
    assert rows.patterns is not None
    quality = growth_quality(rows.purchased, left_out, rows.patterns)
    print(f"{quality.creators:,} rows, {quality.purchased:,} with purchases; left out:")
    print(
        f"ROC-AUC {quality.auc:.3f}, average precision {quality.average_precision:.3f}, recall "
        f"at 1% {quality.recall_at[0.01]:.3f}, at 5% {quality.recall_at[0.05]:.3f}, "
        f"Brier {quality.brier:.4f}"
    )
    facts = {
        "version": VERSION,
        "source": "demo data with planted purchases",
        "seeds": list(SEEDS),
        "creators": len(rows.purchased),
        "purchased": int(rows.purchased.sum()),
        "left_out_auc": round(quality.auc, 4),
        "left_out_brier": round(quality.brier, 5),
        "bought_share": round(float(np.mean(rows.purchased)), 4),
    }
    model = learner.fit(rows, seed=0, leaves=LEAVES, facts=facts, scores=scores)
    if chosen.write:
        folder = Path(learner.__file__).parent / "shipped"
        learner.save(model, folder)
        size = sum(file.stat().st_size for file in folder.iterdir()) / 2**20
        print(f"written, {size:.1f} MiB of text")


if __name__ == "__main__":
    main()
