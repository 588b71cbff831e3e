"""Registers (登记表): the same tables and cells as in a return, filled by the office; what names in them mean."""
