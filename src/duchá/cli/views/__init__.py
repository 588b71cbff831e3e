"""What each command shows: pages and JSON, made from what a step gave."""
