"""Steps of a build, each writes tables of its own."""
