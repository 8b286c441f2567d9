"""The audit of a sample of followers, for the page and the command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.thresholds import WORTH_CHECKING
from core.errors import ColumnError, InputFileError, ModelError
from core.models.accounts.audit import MIN_ACCOUNTS, SampleAudit, audit
from core.models.accounts.features import columns_behind
from core.models.accounts.labelled import LabelledAccounts
from core.models.accounts.model import AccountsModel, Scores, fit
from core.models.accounts.reasons import reasons
from core.progress import Report, silent
from core.services.audit.table import ProfilesTable, read_profiles
from core.settings import ROOT

# Made by core/demo/people/accounts.py; nothing in them is about a real person.
DEMO_LABELLED = ROOT / "data" / "sample" / "demo_accounts.csv"
DEMO_SAMPLES = {
    "Ordinary followers": ROOT / "data" / "sample" / "demo_followers_ordinary.csv",
    "Followers partly bought": ROOT / "data" / "sample" / "demo_followers_bought.csv",
}

# Of labelled accounts kept aside; below it a single profile is more guessed than told.
_CLEAR_FROM_AUC = 0.85
# What says most about an account where it is known.
_TELLING = ("log_following_per_follower", "log_posts", "has_profile_picture", "log_bio_length")


@dataclass(frozen=True)
class AuditedSample:
    """Attributes:
    frame: one row per profile in the order of the file: row (from 1), account_id and username where
        given, fake_probability, confidence, reasons. Confidence (0-1) is 1 less twice the
        standard deviation of what the models say, times the share of features known.
    used, unused: topics in words that were learned from, and that the sample has but no source.
    doubts: sentences on what makes the whole answer weak; empty when nothing does.
    labelled_count: accounts learned from.
    """

    frame: pd.DataFrame
    audit: SampleAudit
    scores: Scores
    used: tuple[str, ...]
    unused: tuple[str, ...]
    doubts: tuple[str, ...]
    source_names: tuple[str, ...]
    labelled_count: int


def labelled(tables: Sequence[ProfilesTable]) -> list[LabelledAccounts]:
    """Tables as sources to learn from; rows without a label are left out.

    Raises:
        ColumnError: a table has no label column.
        InputFileError: a table is given twice, or has no label that can be read.
    """
    sources: list[LabelledAccounts] = []
    names: dict[str, int] = {}
    for number, table in enumerate(tables):
        if table.fake is None:
            raise ColumnError(
                f"{table.name}: needs a column that says which accounts are fake ('fake', "
                "'is_fake', 'rating' or 'label' with yes and no, 1 and 0 or fake and real), found "
                "none. Add one; accounts without labels cannot be learned from."
            )
        for earlier in tables[:number]:
            same = pd.Series(table.fake).equals(pd.Series(earlier.fake))
            if same and earlier.features.equals(table.features):
                raise InputFileError(
                    f"{table.name}: expected different labelled accounts in each file, found the "
                    f"same rows as in {earlier.name}. Give the file once."
                )
        known = ~np.isnan(table.fake)
        if not known.any():
            raise InputFileError(
                f"{table.name}: expected labels such as 1 and 0 or fake and real, found none that "
                "can be read. Check the column of labels."
            )
        names[table.name] = names.get(table.name, 0) + 1
        more = f" ({names[table.name]})" if names[table.name] > 1 else ""
        sources.append(
            LabelledAccounts(
                table.name + more,
                table.features[known].reset_index(drop=True),
                table.fake[known] == 1,
            )
        )
    return sources


def fit_for(
    training: Sequence[ProfilesTable],
    features: Sequence[str],
    *,
    seed: int,
    threads: int = 1,
    report: Report = silent,
) -> AccountsModel:
    """A model of labelled tables for samples with these features.

    Raises:
        AppError: see `labelled` and `core.models.accounts.model.fit`.
    """
    return fit(labelled(training), features, seed=seed, threads=threads, report=report)


def audited(model: AccountsModel, sample: ProfilesTable, *, seed: int) -> AuditedSample:
    """Each profile of a sample scored, and the audit of the whole. Labels are never looked at."""
    if not set(model.features) & set(sample.features.columns):
        raise ModelError(
            f"{sample.name}: expected columns that the model has learned "
            f"({', '.join(columns_behind(model.features))}), found none of them. Learn again with "
            "labelled accounts that have the columns of this file."
        )
    scores = model.score(sample.features)
    result = audit(model, scores, seed=seed)
    p = result.probability
    known = sample.features.reindex(columns=list(model.features)).notna().mean(axis=1)
    frame = sample.ids.reset_index(drop=True)
    frame.insert(0, "row", range(1, len(p) + 1))
    frame["fake_probability"] = np.round(p, 6)
    frame["confidence"] = np.round((1 - 2 * scores.spread) * known.to_numpy(), 2)
    reasons_by_row = reasons(sample.profiles, scores.parts, p >= WORTH_CHECKING)
    frame["reasons"] = ["; ".join(words) for words in reasons_by_row]
    return AuditedSample(
        frame,
        result,
        scores,
        tuple(columns_behind(model.features)),
        model.unused,
        tuple(_doubts(model, sample, result)),
        tuple(model.experts),
        len(model.held_out),
    )


def _doubts(model: AccountsModel, sample: ProfilesTable, result: SampleAudit) -> list[str]:
    doubts = []
    if model.held_out_auc < _CLEAR_FROM_AUC:
        used = columns_behind(model.features)
        missing = [words for words in columns_behind(_TELLING) if words not in used]
        add = f" Add columns for {', '.join(missing)}." if missing else ""
        doubts.append(
            "By the columns given, held-out labelled accounts are separated only weakly: "
            f"ROC-AUC {model.held_out_auc:.2f}, where .50 is a guess.{add}"
        )
    constant = [
        name
        for name in model.features
        if len(sample.features) >= MIN_ACCOUNTS
        and name in sample.features
        and sample.features[name].nunique(dropna=False) == 1
    ]
    # A topic is mute only when all that was learned of it is.
    telling = columns_behind([name for name in model.features if name not in constant])
    mute = [words for words in columns_behind(constant) if words not in telling]
    if mute:
        doubts.append(
            f"The same in every profile, so it tells nothing about this sample: {', '.join(mute)}. "
            "Check the file."
        )
    if result.share is not None and not _is_between(result):
        doubts.append(
            "The estimate lies outside the low-high range: the cuts count profiles as if fakes "
            "were as common as among the labelled accounts, which they are not here. Go by the "
            "interval."
        )
    return doubts


def _is_between(result: SampleAudit) -> bool:
    assert result.share is not None
    assert result.strict_share is not None
    assert result.lenient_share is not None
    return result.strict_share <= result.share <= result.lenient_share


def demo_training() -> ProfilesTable:
    """The labelled demo accounts that come with the product."""
    return read_profiles(DEMO_LABELLED, shown_name="demo accounts")


def demo_sample_bytes(name: str) -> bytes:
    """An example file of followers, by a name of `DEMO_SAMPLES`."""
    return Path(DEMO_SAMPLES[name]).read_bytes()


def demo_training_bytes() -> bytes:
    """The file of labelled demo accounts."""
    return DEMO_LABELLED.read_bytes()
