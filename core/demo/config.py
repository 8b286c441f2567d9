"""How large the demo data is and where in time it lies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class DemoConfig:
    """Size and rates of the demo data.

    Brands and ratings shrink with the creators, so that a test with 60 creators stays small:
    `brands_made` and `ratings_per_brand` say what is really made.

    Attributes:
        creators_count: at least 1.
        posts_per_creator: stored posts a creator.
        brands_count: brands for 4,000 creators and more.
        rating_rows: brand x creator pairs for 4,000 creators and more.
        days: of follower history, ending on `last_day`; at least 60, so that every pattern fits.
        last_day: the as-of day. A constant, since the same seed must give the same data any day.
        bought_share: of creators with bought followers.
        viral_share: of creators with a viral burst.
        bursty_share: of creators who grow in honest bursts with nearly every post.
        riser_share: of creators whose growth takes off in the last month.
        all_shapes: purchases and bursts of every pace, from portions on consecutive days to
            drips of a week; for training, where no habit of a single seller should be learned.
    """

    creators_count: int = 4000
    posts_per_creator: int = 12
    brands_count: int = 250
    rating_rows: int = 100_000
    days: int = 90
    last_day: dt.date = dt.date(2026, 11, 20)
    bought_share: float = 0.12
    viral_share: float = 0.13
    bursty_share: float = 0.05
    riser_share: float = 0.03
    all_shapes: bool = False

    def __post_init__(self) -> None:
        if min(self.creators_count, self.posts_per_creator, self.brands_count) < 1:
            raise ValueError("Demo data needs at least one creator, one post and one brand.")
        if self.days < 60:
            raise ValueError(f"Demo data needs at least 60 days of history, found {self.days}.")

    @property
    def brands_made(self) -> int:
        """Brands of the market: `brands_count`, fewer (but at least 8) in a small one."""
        return min(self.brands_count, max(8, self.creators_count // 16))

    @property
    def ratings_per_brand(self) -> int:
        """Ratings per brand, from 1 to one for each creator."""
        return min(self.creators_count, max(1, self.rating_rows // self.brands_made))

    @property
    def first_day(self) -> dt.date:
        """The first day with a follower count."""
        return self.last_day - dt.timedelta(days=self.days - 1)
