"""A recommender that learns from what users did with items: LightFM factors and their use."""
