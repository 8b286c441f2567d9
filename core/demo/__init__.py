"""The demo data set: fictional creators, brands and follower curves with a planted truth."""
