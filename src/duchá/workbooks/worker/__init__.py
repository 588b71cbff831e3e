"""The reading process: its limits, its loop, the thread that feeds it."""
