"""The best set of creators under a budget."""
