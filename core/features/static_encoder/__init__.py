"""Encoders without a network to run: a table of word pieces, made once from an exact encoder."""
