"""What the program is about: conversations, agents, events, settings. Standard library only."""
