"""What the growth model that comes along is learned from, and judged on."""
