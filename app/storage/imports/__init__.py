"""Agents of other programs, read into cards of our own; nothing they say is lost."""
