"""What every room agrees on. Imports nothing of core."""
