"""From a file to a checked submission: its tables, forms and rows, its unit, its checks."""
