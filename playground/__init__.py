"""A Slack workspace on your own machine: a bot connects to it as to Slack, people use it in the browser."""

from playground.clock import Clock
from playground.page.gallery import Piece
from playground.server import Playground

__all__ = ["Clock", "Piece", "Playground"]
