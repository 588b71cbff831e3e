"""One reader a file format, all giving the same sheets of cells."""
