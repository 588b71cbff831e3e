"""Real servers to test with: a PostgreSQL of one's own on the loopback, or the one that the environment names; a Dask scheduler likewise."""
