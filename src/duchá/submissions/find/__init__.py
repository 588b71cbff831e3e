"""Where each form stands in a workbook, and what its columns are."""
