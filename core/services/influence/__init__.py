"""Who of two creators is the more influential one."""
