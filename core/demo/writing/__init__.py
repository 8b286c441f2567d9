"""What demo creators and brands write."""
