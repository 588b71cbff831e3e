"""From cells as delivered to a clean answer, and across the process border."""
