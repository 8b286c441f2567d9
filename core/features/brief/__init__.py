"""A brief in plain words as constraints, what they were read from, and what is left of it."""
