"""What creators are about, as several pages show it."""
