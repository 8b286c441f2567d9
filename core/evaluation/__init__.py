"""How good the models are, measured against what is known."""
