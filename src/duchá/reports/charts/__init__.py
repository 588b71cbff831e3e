"""Charts of pages: what is drawn, as lines and bars for a page, and as charts of office programs."""
