"""What several pages share: reads with a cache, formats, tables, state, downloads."""
