"""A copy of a build in which creators have made-up names."""
