"""Which of two people is more influential, learnt from pairs judged by somebody or by time."""
