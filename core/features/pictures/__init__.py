"""Pictures of posts: read safely, turned into numbers, shown small."""
