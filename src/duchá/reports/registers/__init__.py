"""Registers as reports, and papers made from their rows."""
