"""Read SQL: SQL in, frames or dataclasses out."""
