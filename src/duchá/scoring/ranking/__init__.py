"""From scores to ranks and proposals."""
