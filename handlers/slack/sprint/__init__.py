"""Sprints on Slack."""
