"""Piton on Slack: what it hears by Bolt, what it says in Block Kit."""
