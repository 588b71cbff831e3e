"""What is sent back: the submitter's own workbook with marks, or a list of results beside it."""
