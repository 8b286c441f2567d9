"""A brand, of a build or typed by a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BrandProfile:
    """What is known of a brand; hashable, so that it can be part of a cache key.

    Attributes:
        brand_id: of the build or of the workspace.
        name, description, category: as given; '' when not known.
        country: ISO 3166 alpha-2 code of the market; '' when not known.
        hashtags: lower case, without #; empty when not known.
        keywords: what the brand is matched by, beside its description. For a typed brand these
            are its hashtags.
        is_typed: it comes from the workspace; no build in use has it.
    """

    brand_id: str
    name: str
    description: str = ""
    category: str = ""
    country: str = ""
    hashtags: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    is_typed: bool = False
