"""Who is compared, chosen from any page."""
