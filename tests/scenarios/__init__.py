"""Whole stories through the playground: real Socket Mode, real Bolt, people acting by the control API."""
