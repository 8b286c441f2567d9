"""Where the given tables of a build come from: the demo generator, files, or an earlier build."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from core.demo.writing.pictures import PICTURES
from core.errors import StoreError
from core.pipeline.context import BuildConfig, BuildContext
from core.pipeline.pictures.places import PostFile
from core.pipeline.pictures.rows import remember_pictures
from core.pipeline.pictures.taking import take_pictures
from core.store import tables
from core.store.builds import Build
from core.store.ingest import fill_data_gaps
from core.store.ingest.parts import NAMED_PICTURES


class Source(Protocol):
    """Fills the given tables of a new store."""

    name: str

    @property
    def is_demo(self) -> bool:
        """Whether the data are made up."""

    def fill(self, context: BuildContext) -> None:
        """Writes the given tables of the build that `context` makes."""

    def describe(self) -> dict[str, Any]:
        """What the manifest says about it; called after `fill`."""
        ...


@dataclass
class DemoSource:
    """The seeded demo data. Its planted truth goes to a file that only evaluation reads."""

    name: str = "demo data"
    is_demo: bool = True
    content_hash: str = ""

    def fill(self, context: BuildContext) -> None:
        """Generates the demo data; the planted truth goes into a file that models do not read."""
        from core.demo.generator import DemoConfig, generate
        from core.evaluation.truth import write_truth

        data = generate(
            DemoConfig(creators_count=context.config.creators_count),
            seed=context.config.seed,
            report=context.report,
        )
        for table, frame in data.tables.items():
            tables.append_frame(context.con, table, frame)
        fill_data_gaps(context.con)
        _take_demo_pictures(context)
        write_truth(context.folder, data.truth)
        self.content_hash = data.content_hash

    def describe(self) -> dict[str, Any]:
        """Kind and content hash, for the manifest."""
        return {"kind": "demo", "content_hash": self.content_hash}


def _take_demo_pictures(context: BuildContext) -> None:
    context.con.execute(
        f"""CREATE OR REPLACE TEMP TABLE {NAMED_PICTURES} AS
            SELECT post_id, 0 AS file_no FROM posts WHERE image_path IS NOT NULL"""
    )
    remember_pictures(context.con)
    take_pictures(context, [PostFile(PICTURES, "demo data")])


@dataclass
class EarlierBuild:
    """The given tables of an earlier build and, for `--from STEP`, its results as well."""

    build: Build
    with_results: bool
    name: str = "earlier build"
    is_demo: bool = field(init=False)

    def __post_init__(self) -> None:
        self.is_demo = self.build.is_demo

    def fill(self, context: BuildContext) -> None:
        """Copies the given tables of the earlier build; with `with_results` its results as well."""
        # Results of another version have other columns; only a build of all steps starts from it.
        has_results = self.with_results and not self.build.is_outdated
        tables.copy_from(
            context.con, self.build.store_file, tables.ALL if has_results else tables.GIVEN
        )
        # Copies, not links: a step that writes an array again must not change the earlier build.
        for file in self.build.folder.iterdir():
            if file.name.startswith("truth") or (has_results and file.suffix == ".npy"):
                shutil.copy2(file, context.folder / file.name)
        models = self.build.folder / "models"
        if has_results and models.is_dir():
            shutil.copytree(models, context.folder / "models")

    def config(self, seed: int) -> BuildConfig:
        """The choices the build was made with; `seed` and the defaults for what it does not say."""
        known = {option.name for option in fields(BuildConfig)}
        earlier = self.build.manifest.get("config", {})
        chosen = {name: earlier[name] for name in earlier if name in known}
        return BuildConfig(**{"seed": seed, **chosen})

    def describe(self) -> dict[str, Any]:
        """The source of the earlier build, and its id as `rebuilt_from`."""
        return {**self.build.manifest.get("source", {}), "rebuilt_from": self.build.build_id}


def clear_results(context: BuildContext, step_tables: tuple[str, ...]) -> None:
    """Empties the tables a step is about to write, so that a step can run again."""
    for table in step_tables:
        if table not in tables.ALL:
            raise StoreError(f"'{table}' is not a table of schema.sql.")
        context.con.execute(f"DELETE FROM {table}")
        context.emptied.add(table)


def write_gap(context: BuildContext, capability: str, reason: str, remedy: str) -> None:
    """Says in `data_gaps` that no creator has a capability, why, and what to do about it."""
    context.con.execute(
        """INSERT INTO data_gaps
           SELECT $name, count(*), count(*), $reason, $remedy
           FROM influencers HAVING count(*) > 0""",
        {"name": capability, "reason": reason, "remedy": remedy},
    )
