"""Receipts (收件): what each file or paper came to, whichever way it was settled, and what of it counts."""
