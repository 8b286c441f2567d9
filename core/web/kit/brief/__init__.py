"""The box in which a brief is typed, on whatever page it stands."""
