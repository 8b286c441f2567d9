"""Who is rising: growth beyond comparable accounts, and where follower counts are heading."""
