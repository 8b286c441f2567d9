"""Which encoder reads the texts of a build, and how its engine does the work."""
