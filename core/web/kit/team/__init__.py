"""What pages offer to whom."""
