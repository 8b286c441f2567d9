"""A brief with one constraint changed, added or taken out."""
