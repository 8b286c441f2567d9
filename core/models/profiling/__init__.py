"""What accounts are about: categories read from all their posts, text, pictures and numbers."""
