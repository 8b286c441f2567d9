"""A creator, as several pages show one."""
