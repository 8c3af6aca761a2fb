"""Lookaheads on Slack: the card, the digest and the forms."""
