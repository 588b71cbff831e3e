"""One form on one sheet: what each entry accepts, how it looks, how it is written."""
