"""A blocker on Slack: its card and the buttons that move it on."""
