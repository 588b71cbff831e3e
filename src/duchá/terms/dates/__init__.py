"""Dates as people write them."""

from duchá.terms.dates.parse import parse_chinese_date
from duchá.terms.dates.reading import DateKind, DateReading

__all__ = ["DateKind", "DateReading", "parse_chinese_date"]
