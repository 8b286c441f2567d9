"""Use cases, called alike by pages, commands and tests."""
