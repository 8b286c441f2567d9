"""The engine that a person chose."""

from __future__ import annotations

from core.errors import ModelError
from core.pipeline.engines.local import LocalEngine
from core.pipeline.engines.work import Engine

LOCAL, SPARK = "local", "spark"
ENGINES = (LOCAL, SPARK)


def chosen_engine(name: str, master: str | None = None) -> Engine:
    """The engine with this name.

    Args:
        name: one of `ENGINES`.
        master: URL of the Spark master; None for Spark on this machine.
    Raises:
        ModelError: there is no such engine, a master is named for another one than Spark, or
            Spark cannot be used: see `core.spark.check_master`.
    """
    if name == SPARK:
        from core.pipeline.engines.spark import SparkEngine

        return SparkEngine(master) if master else SparkEngine()
    if name != LOCAL:
        raise ModelError(f"--engine: expected one of {', '.join(ENGINES)}, found '{name}'.")
    if master is not None:
        raise ModelError("--master belongs to --engine spark; add that, or leave --master out.")
    return LocalEngine()
