"""Digests for people outside of the team on Slack, and the questions that they ask below them."""
