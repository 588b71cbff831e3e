"""Hints for the inspectors: always notes, never a verdict."""
