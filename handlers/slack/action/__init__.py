"""Actions of a retro on Slack: their reminders, the list of those that are open, and their forms."""
