"""Which of two people is more influential, learned from pairs judged by somebody or by time."""
