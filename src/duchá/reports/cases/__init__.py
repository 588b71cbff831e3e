"""Papers of cases: the card of one, the summary of all, the letters of its steps."""
