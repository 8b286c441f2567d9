"""How well the profiler tells categories, and by what."""
