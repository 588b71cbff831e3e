"""What happened, as the point rules see it."""
