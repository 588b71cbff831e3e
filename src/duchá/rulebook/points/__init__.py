"""What a regulation says about points, as data."""
