"""A Slack workspace on your own machine: a stand-in for Slack that a bot connects to, with a page in the browser."""

from playground.clock import Clock
from playground.server import Playground

__all__ = ["Clock", "Playground"]
