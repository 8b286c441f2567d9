"""Steps that describe creators and brands in one space, for the ranking of creators."""
