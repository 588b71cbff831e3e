"""How a form is recognised: its words, its row of column titles, what stands above it."""
