"""Where a form stands in a sheet: header row, labelled cells, body, what is below it."""
