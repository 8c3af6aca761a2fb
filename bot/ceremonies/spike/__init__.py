"""A spike: a fixed box of time to find out enough, and a decision at its end."""
