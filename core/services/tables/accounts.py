"""The audit of any table of profiles, beside its labels where it has some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.evaluation.account_quality import AccountFigures, figures
from core.progress import Report, silent
from core.services.audit.audit import AuditedSample, audited, demo_training, fit_for
from core.services.audit.population import refuse_influencers
from core.services.audit.table import ProfilesTable, read_profiles


@dataclass(frozen=True)
class TableAudit:
    """Attributes:
    sample: the profiles that were scored.
    training: labelled tables that the model was trained on.
    result: scores of the profiles and the audit of the whole sample.
    figures: agreement with the labels of the sample; None without labels.
    is_demo: no labelled accounts were given, so the demo accounts stood in.
    """

    sample: ProfilesTable
    training: list[ProfilesTable]
    result: AuditedSample
    figures: AccountFigures | None
    is_demo: bool

    @property
    def is_sample_in_training(self) -> bool:
        """Whether the profiles are those of a training table, so that the figures flatter."""
        return any(table.features.equals(self.sample.features) for table in self.training)


def audit_of_table(
    sample_file: Path,
    training_files: Sequence[Path],
    *,
    seed: int,
    threads: int = 1,
    report: Report = silent,
) -> TableAudit:
    """P(fake) of each profile of a file, and the share of fakes in all of them.

    Args:
        training_files: labelled accounts, each file a source of its own; empty for the demo
            accounts.
    Raises:
        AppError: a file cannot be read, holds influencers instead of followers, or has nothing
            in common with the others.
    """
    sample = read_profiles(sample_file)
    refuse_influencers(sample)
    training = [read_profiles(path) for path in training_files] or [demo_training()]
    model = fit_for(
        training, list(sample.features.columns), seed=seed, threads=threads, report=report
    )
    result = audited(model, sample, seed=seed)
    measured = None
    if sample.fake is not None:
        measured = figures(sample.fake, result.frame["fake_probability"].to_numpy())
    return TableAudit(sample, training, result, measured, is_demo=not training_files)
