"""Bounds that a model, a query, a chart and the words of a page must agree on."""

from __future__ import annotations

# Probability of bought growth (or of a fake follower) from which somebody should look.
WORTH_CHECKING = 0.5
# Probability of bought growth below which there is little evidence of it.
LITTLE_EVIDENCE_BELOW = 0.1
# Probability of bought growth from which a kind of delivery is named.
NAMED_FROM = 0.25
# Known steps between counts below which the growth of a creator is not judged.
STEPS_MIN = 14

# Posts a week from which a brief that wants "active" creators takes them as that.
ACTIVE_POSTS_A_WEEK = 1.0

# Creators of one tier and niche from which a creator is compared with them, not with the tier.
PEERS_MIN = 20
# Creators a brand has chosen until its own choices alone rank its list.
KNOWN_BRAND_CHOICES = 20
# Creators with a known outcome from which the influence model is trained.
INFLUENCE_CREATORS_MIN = 40
# A trend needs so many creators who used the item, and so many weeks in each of which so many
# creators posted.
TREND_CREATORS_MIN, TREND_WEEKS_MIN, TREND_ACTIVE_MIN = 10, 6, 10

# Authenticity index, 0-100: below the first look closer, above the second very good.
INDEX_LOOK_CLOSER, INDEX_VERY_GOOD = 75, 90

# Momentum score, 0-100: where comparable accounts stand, and from where on a creator is about as
# its peers, above them (one usual spread; counted as rising) and far above them (four).
MOMENTUM_OF_PEERS = 50
MOMENTUM_AS_PEERS, MOMENTUM_RISING, MOMENTUM_FAR_ABOVE = 40, 75, 90
MOMENTUM_SCALE_WORDS = (
    f"{MOMENTUM_OF_PEERS} moves as comparable accounts do, {MOMENTUM_RISING} one usual spread "
    f"above them, {MOMENTUM_FAR_ABOVE} four"
)

# A pair of creators whose interval holds this probability is too close to call.
EVEN_ODDS = 0.5

# Rule points of a brand and a creator; a percentage point of engagement rate is one more.
CATEGORY_POINTS, COUNTRY_POINTS, HASHTAG_POINTS = 10, 5, 1
RULE_POINTS_WORDS = (
    f"same category {CATEGORY_POINTS}, same country {COUNTRY_POINTS}, a shared hashtag "
    f"{HASHTAG_POINTS}, engagement in per cent"
)
