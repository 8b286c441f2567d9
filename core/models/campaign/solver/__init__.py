"""The best set of a campaign as linear programs, and what solves them."""
