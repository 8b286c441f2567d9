"""Reports people hand on: what is known of one creator's growth, as one HTML file."""
