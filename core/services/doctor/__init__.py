"""Whether this installation and its data are well, and what to do where they are not."""
