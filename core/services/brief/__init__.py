"""A brief answered: what it asks for, who fits, the best set, and what stands in the way."""
