"""Real files in: CSV, XLSX and Parquet of several kinds into the given tables of a store."""

from core.store.ingest.formats import TABLE_NAMES
from core.store.ingest.gaps import fill_data_gaps
from core.store.ingest.load import load
from core.store.ingest.model import FileSummary, ImportFile, ImportSummary, Match, Preview
from core.store.ingest.previewing import preview
from core.store.ingest.reading.raw import FILE_KINDS

__all__ = [
    "FILE_KINDS",
    "TABLE_NAMES",
    "FileSummary",
    "ImportFile",
    "ImportSummary",
    "Match",
    "Preview",
    "fill_data_gaps",
    "load",
    "preview",
]
