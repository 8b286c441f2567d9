"""What people keep for later: shortlists of creators, and searches."""
