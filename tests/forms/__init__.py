"""Forms: blanks, registers, kits."""
