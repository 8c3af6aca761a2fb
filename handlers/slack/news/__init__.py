"""News for leads on Slack: their drawing."""
