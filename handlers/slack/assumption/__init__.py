"""Assumptions on Slack: their cards, the question whether they hold, list and forms."""
