"""Checkpoints on Slack: what a sprint came to, and whether another one is worth it."""
