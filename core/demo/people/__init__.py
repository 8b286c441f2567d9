"""Who the demo creators are."""
