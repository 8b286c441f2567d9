"""Published figures shown beside our own, always marked as such.

Sources differ by a factor of three to nine, so these are reference lines, never a yardstick.
"""

from __future__ import annotations

# Mean engagement rate by tier, fractions; tiers without a figure have no line.
PUBLISHED_ENGAGEMENT: dict[str, float] = {"nano": 0.0178, "micro": 0.0054, "mega": 0.0033}
PUBLISHED_ENGAGEMENT_SOURCE = "HypeAuditor 2026"
