"""Which creators fit a brand, learned from the collaborations of other brands."""
