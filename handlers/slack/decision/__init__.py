"""Decisions that are costly to undo, on Slack: their cards, the question whether they still stand, list and forms."""
