"""What is held on one creator: found, handed out, and proven to be gone."""
