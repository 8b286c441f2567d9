"""Demo brands, what they choose and pay."""
