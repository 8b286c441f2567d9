"""What a campaign costs and brings, what to watch out for, and the best set under a budget."""
