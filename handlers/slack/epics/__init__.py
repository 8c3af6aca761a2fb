"""Epics and forecasts on Slack: what is wanted by a quarter's end, when it will be done, and how much fits by then."""
