"""Numbers of a brief: those of creators, money, followers and engagement."""
