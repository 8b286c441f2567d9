"""The Search page: the whole list, filters, files."""
