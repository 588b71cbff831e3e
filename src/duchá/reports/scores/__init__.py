"""Scores on paper: the ranking, one unit's entries, the year's assessment."""
