"""What a brief says because it is a letter: greetings, signatures and what happened before."""
