"""The standup on Slack: its drawings and its forms."""
