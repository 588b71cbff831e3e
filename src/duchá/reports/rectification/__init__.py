"""整改通知书 (practice.md §4)."""
