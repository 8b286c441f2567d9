"""Tables that copy what others hold, for quick reading."""
