"""A person's Home on Slack: its drawing, its buttons, and the form for days away."""
