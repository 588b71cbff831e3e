"""Whose file it is: what a written name means, and what may be said about it."""
