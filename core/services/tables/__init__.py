"""Use cases on any table that a user has: files in, frames out, without a build."""
