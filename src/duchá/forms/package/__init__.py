"""The file itself: a zip with fixed times, equal bytes for equal content, and its own fingerprint."""
