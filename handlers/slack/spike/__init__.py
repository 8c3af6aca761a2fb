"""Spikes on Slack: the card, what its owner is told, the forms and the decision."""
