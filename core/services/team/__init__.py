"""The team: passwords, logins, and whether anybody can log in at all."""
