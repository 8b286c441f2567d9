"""What a brief refuses and no constraint can leave out: it is told, and never ranks anybody."""
