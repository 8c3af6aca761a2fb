"""Estimation on Slack: calling a vote, the ballot, the card in the channel and the result."""
