"""Checks over a whole submission: is it owed, filled, dated, does it agree with itself."""
