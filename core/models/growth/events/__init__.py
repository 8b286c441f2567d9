"""Days that stand out, what was gained and what was left of it."""
