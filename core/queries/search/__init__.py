"""Read queries of the search: whom it may find, what they wrote, and what else has a name."""
