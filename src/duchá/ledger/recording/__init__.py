"""From what register files say to what is written down."""
