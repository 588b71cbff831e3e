"""How the attributes and the text of an ods cell become a value."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from duchá.workbooks.package.xml import Attributes
from duchá.workbooks.sheets.model import CellError, CellValue, Uncalculated
from duchá.workbooks.sheets.settle import Special


def special_of(attributes: Attributes, text: str) -> Special | None:
    """The error or the formula without a result that a cell holds; None where it holds a value."""
    if attributes["extended-type"] == "error":
        return CellError(text)
    if "formula" in attributes and not text and "value" not in attributes and attributes.get("value-type") in (None, ""):
        return Uncalculated(attributes["formula"].removeprefix("of:=").removeprefix("="))
    return None


def value_of(attributes: Attributes, text: str) -> CellValue:
    """The value by its declared type; what does not fit its type stays text."""
    kind = attributes.get("value-type", "")
    try:
        if kind in ("float", "percentage", "currency"):
            return float(attributes.get("value", text))
        if kind == "boolean":
            return attributes.get("boolean-value") == "true"
        if kind == "date":
            return _date(attributes.get("date-value", ""))
        if kind == "time":
            return _time(attributes.get("time-value", ""))
    except ValueError:
        return text
    return attributes.get("string-value", text) if kind == "string" else (text or None)


def _date(written: str) -> CellValue:
    if "T" not in written:
        return date.fromisoformat(written)
    moment = datetime.fromisoformat(written)
    return moment.date() if moment.time() == time() else moment


def _time(written: str) -> CellValue:
    """``PT08H30M00S`` as a time of day, or as a duration from 24 hours on."""
    hours, _, rest = written.removeprefix("PT").partition("H")
    minutes, _, seconds = rest.removesuffix("S").partition("M")
    span = timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds or 0))
    whole = int(span.total_seconds())
    return span if whole >= 86_400 else time(whole // 3600, whole // 60 % 60, whole % 60)
