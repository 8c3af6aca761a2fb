"""Experiments on Slack: registering, results, the verdict, and what is shown of each."""
