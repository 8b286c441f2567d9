"""The growth case of one creator."""
