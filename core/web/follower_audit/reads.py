"""Cached work of the Follower audit page, by the content of the files.

Files are handed over under a leading underscore, which Streamlit does not hash; the digest beside
them is the key. A frame would be hashed on a sample of its rows, and an edit could go unseen.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import streamlit as st

from core.models.accounts.model import AccountsModel
from core.services.audit import audit
from core.services.audit import table as account_table
from core.services.audit.audit import AuditedSample
from core.services.audit.population import refuse_influencers
from core.services.audit.table import ProfilesTable


@dataclass(frozen=True)
class GivenFile:
    """A file with its content; two of the same name and content are equal."""

    name: str
    digest: str
    content: bytes

    @classmethod
    def of(cls, name: str, content: bytes) -> GivenFile:
        """The file with the digest of its content."""
        return cls(name, sha256(content).hexdigest(), content)

    @property
    def key(self) -> tuple[str, str]:
        """What a cache knows it by: name and digest."""
        return self.name, self.digest


def profiles(file: GivenFile) -> ProfilesTable:
    """The profiles of a file; see `read_profiles` for errors."""
    return _profiles(file.key, file)


@st.cache_resource(max_entries=16, show_spinner="Reading the file…")
def _profiles(key: tuple[str, str], _file: GivenFile) -> ProfilesTable:
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        # The name of the upload is shown, never used as a path.
        path = Path(folder) / "profiles"
        path.write_bytes(_file.content)
        return account_table.read_profiles(path, shown_name=_file.name)


def audited_sample(
    training: tuple[GivenFile, ...], sample: GivenFile, *, seed: int, threads: int
) -> AuditedSample:
    """The audit of a sample; shared by all visitors, so nobody may change it."""
    return _audited(
        tuple(file.key for file in training), sample.key, seed, threads, training, sample
    )


@st.cache_resource(max_entries=8, show_spinner="Scoring profiles…")
def _audited(
    training_keys: tuple[tuple[str, str], ...],
    sample_key: tuple[str, str],
    seed: int,
    _threads: int,
    _training: tuple[GivenFile, ...],
    _sample: GivenFile,
) -> AuditedSample:
    table = profiles(_sample)
    refuse_influencers(table)
    features = tuple(table.features.columns)
    model = _model(training_keys, features, seed, _threads, _training)
    return audit.audited(model, table, seed=seed)


@st.cache_resource(max_entries=8, show_spinner="Training on labelled accounts…")
def _model(
    training_keys: tuple[tuple[str, str], ...],
    features: tuple[str, ...],
    seed: int,
    _threads: int,
    _training: tuple[GivenFile, ...],
) -> AccountsModel:
    tables = [profiles(file) for file in _training] or [audit.demo_training()]
    return audit.fit_for(tables, features, seed=seed, threads=_threads)
