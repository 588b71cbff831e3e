"""How a campaign stands, at a glance: for a leader, for a wall, for the telephone."""
