"""What creators are about, and the pictures of their posts."""
