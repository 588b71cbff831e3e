"""Closed periods (关账)."""
