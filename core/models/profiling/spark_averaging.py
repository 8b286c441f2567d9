"""The averaging baselines on Spark, for more accounts than one machine holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from core.models.profiling.averaging import (
    LOGISTIC_C,
    LOGISTIC_ROUNDS,
    TREES,
    Scaler,
    check_averaging,
    fit_scaler,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Spark grows trees level by level, and each level doubles the work.
_TREE_DEPTH = 12


@dataclass(frozen=True)
class SparkAveragingModel:
    """Attributes:
    kind: one of `averaging.KINDS`.
    k: number of categories.
    scaler: of the training accounts.
    session: that it was trained in; it must still run.
    fitted: the model of `pyspark.ml`.
    """

    kind: str
    k: int
    scaler: Scaler
    session: SparkSession
    fitted: Any

    def score(self, features: NDArray[np.float32]) -> NDArray[np.float64]:
        """(n, k) probabilities; a NaN row for an account without any feature.

        Args:
            features: of `averaging.average_features`.
        """
        from pyspark.ml.functions import vector_to_array
        from pyspark.sql.functions import col

        result = np.full((len(features), self.k), np.nan)
        if not len(features):
            return result
        frame = _frame(self.session, self.scaler.scaled(features), None)
        said = self.fitted.transform(frame).select(
            "row", vector_to_array(col("probability")).alias("probability")
        )
        table = said.toArrow()
        rows = table["row"].to_numpy()
        # Spark has a column for each number up to the highest category of training.
        values = np.stack(table["probability"].to_numpy(zero_copy_only=False))
        result[rows] = 0
        result[rows, : values.shape[1]] = values[:, : self.k]
        result[np.isnan(features).all(axis=1)] = np.nan
        return result


def fit_spark_averaging(
    session: SparkSession,
    features: NDArray[np.float32],
    targets: NDArray[np.int64],
    k: int,
    kind: str,
    *,
    seed: int,
) -> SparkAveragingModel:
    """The twin of `averaging.fit_averaging`, trained by `pyspark.ml`.

    Rows travel as Arrow tables. Logistic regression and naive Bayes are the same models; trees
    end at depth 12 and split at 32 quantiles, where scikit-learn grows them out.

    Args:
        features: of `averaging.average_features`, training accounts.
        targets: (n,) place of the category, 0 to k - 1.
        kind: one of `averaging.KINDS`.
    Raises:
        ModelError: an unknown kind, or fewer than two categories.
    """
    check_averaging(kind, targets)
    scaler = fit_scaler(features)
    frame = _frame(session, scaler.scaled(features), targets).cache()
    try:
        fitted = _classifier(kind, len(targets), seed).fit(frame)
    finally:
        frame.unpersist()
    return SparkAveragingModel(kind, k, scaler, session, fitted)


def _classifier(kind: str, rows_count: int, seed: int) -> Any:
    from pyspark.ml.classification import (
        LogisticRegression,
        NaiveBayes,
        RandomForestClassifier,
    )

    if kind == "logistic":
        # Spark adds the penalty to the mean loss, scikit-learn to the sum times C.
        return LogisticRegression(
            regParam=1 / (LOGISTIC_C * rows_count),
            standardization=False,
            maxIter=LOGISTIC_ROUNDS,
            family="multinomial",
        )
    if kind == "forest":
        return RandomForestClassifier(
            numTrees=TREES, maxDepth=_TREE_DEPTH, minInstancesPerNode=2, seed=seed
        )
    return NaiveBayes(modelType="gaussian")


def _frame(
    session: SparkSession, features: NDArray[np.float64], targets: NDArray[np.int64] | None
) -> DataFrame:
    """Columns row, features (a vector) and, for training, label."""
    import pyarrow as pa
    from pyspark.ml.functions import array_to_vector
    from pyspark.sql.functions import col

    width = features.shape[1]
    offsets = np.arange(0, features.size + 1, width, dtype=np.int32)
    columns = {
        "row": pa.array(np.arange(len(features))),
        "values": pa.ListArray.from_arrays(pa.array(offsets), pa.array(features.ravel())),
    }
    if targets is not None:
        columns["label"] = pa.array(targets.astype(np.float64))
    frame = session.createDataFrame(pa.table(columns))
    return frame.withColumn("features", array_to_vector(col("values"))).drop("values")
