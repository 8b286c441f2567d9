"""Filters of a list: fields that say how many creators a choice has, and what is filtered."""
