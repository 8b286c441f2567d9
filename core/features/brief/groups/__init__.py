"""Groups of creators that a brief asks for beside each other, which no constraint keeps apart."""
