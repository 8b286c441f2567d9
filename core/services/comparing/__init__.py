"""Which of a few creators to choose."""
