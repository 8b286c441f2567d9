"""What accounts write about, as shares of topics that their words show."""
