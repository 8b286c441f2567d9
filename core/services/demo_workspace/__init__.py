"""A workspace as a team leaves it half way through a campaign, for the demo data."""
