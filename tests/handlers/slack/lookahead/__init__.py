"""What lookaheads look like on Slack, and what their forms take."""
