"""What a search finds, as a file."""

from __future__ import annotations

from core.queries.search.creators import SearchFilter
from core.services.search.table import search_table
from core.web.kit.cache import open_build
from core.web.kit.downloads import file_bytes


def search_file(build: str, text: str, chosen: SearchFilter, kind: str) -> bytes:
    """The creators of the list with facts and reasons, best first, as 'csv' or 'xlsx'."""
    with open_build(build) as session:
        table = search_table(session, text, chosen)
    return file_bytes(build, kind, table, "Search")
