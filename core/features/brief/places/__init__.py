"""Places and languages of a brief, and whether they are those of creators, audiences or posts."""
