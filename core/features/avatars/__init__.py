"""Faces drawn for creators of the demo data: made up, offline and the same for the same id."""
