"""What belongs to other rows of the workspace: contacts, marks of demo rows, names of niches."""
