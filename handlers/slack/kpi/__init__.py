"""KPIs on Slack: their cards, what is said when a budget turns, list and forms."""
