"""What the rows of a table say: which are real, which are filled, joined, dropped."""
