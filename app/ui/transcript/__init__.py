"""Shows a conversation: Markdown cut into blocks, laid out one by one, painted when seen."""
