"""Forms: from the declaration to the blank that a unit fills and the register that the office fills."""
