"""Files as rows of text."""
