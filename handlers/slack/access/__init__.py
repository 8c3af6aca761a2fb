"""Requests for data access on Slack: what their owners are asked, and the forms."""
