"""What posts say: sentiment, disclosed advertising, brand-safety words, names."""
