"""Scores on the screen and as JSON."""
