"""Papers about inspectors: minutes of a draw, who took part, who pays, lists to show."""
