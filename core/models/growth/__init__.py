"""Growth evidence: what daily follower counts, posts and peers say about bought followers."""
