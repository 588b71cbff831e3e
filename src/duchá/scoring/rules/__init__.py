"""From what happened to entries, one module a family of facts."""
