"""Step: what pages filter and sort by, side by side, so that no page joins all creators."""

from __future__ import annotations

from core.pipeline.context import BuildContext
from core.pipeline.sources import clear_results
from core.store.facts.creator_facts import write_facts


def gather_facts(context: BuildContext) -> None:
    """Writes `creator_facts`; its columns come from the tables of the steps before.

    Source: measured with `bench.versus`: at a million creators the joins took 2.3 s of 2.4 s.
    """
    clear_results(context, ("creator_facts",))
    write_facts(context.con)
