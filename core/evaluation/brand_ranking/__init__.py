"""How well a ranking of creators for brands does, and what is chosen by it."""
