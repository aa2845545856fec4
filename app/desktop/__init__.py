"""What the desktop around the window offers and wants. Needs no Qt."""
