"""The login in front of the dashboard, where it is open to a network."""
