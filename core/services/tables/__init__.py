"""Models run on files, without a build."""
