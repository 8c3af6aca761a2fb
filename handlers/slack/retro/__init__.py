"""Retros on Slack: notes, themes, dots, actions, and the digest."""
