"""Renao: a window full of agents, each answering from a model of its own, all at once."""

__version__ = "0.1.0"
