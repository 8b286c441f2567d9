"""What creators, and anybody else, are about, as pages show it."""
