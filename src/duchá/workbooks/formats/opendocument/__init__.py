"""ods: our own bounded walk."""
