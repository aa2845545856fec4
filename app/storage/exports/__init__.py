"""Our own agents, written so that other programs can read them."""
