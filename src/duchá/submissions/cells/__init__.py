"""What a single cell says: words, a quantity, a day, nothing, or “none”."""
