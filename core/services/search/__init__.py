"""Search everywhere: creators with reasons, brands, niches, hashtags and campaigns."""
