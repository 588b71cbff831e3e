"""What can be seen of a package before, and beside, its values."""
