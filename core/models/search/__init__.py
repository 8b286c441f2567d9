"""Full-text search for creators: words, typing errors, handles and meaning, joined in one order."""
