"""People: pools, teams, and draws that anyone can repeat."""
