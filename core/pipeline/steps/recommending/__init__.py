"""Steps that say which creators suit which brand."""
