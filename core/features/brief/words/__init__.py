"""Words that briefs use, one file for each subject, and patterns made of them."""
