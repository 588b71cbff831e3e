"""密级标志 in what a file says (X-06): the file is refused as a whole, and nothing of it is repeated."""

from __future__ import annotations

from collections.abc import Iterable

from duchá.workbooks import faults
from duchá.workbooks.answer.refused import Refused
from duchá.workbooks.answer.wording import DENSE, carries_mark, is_mark
from duchá.workbooks.model import RawSheet

_HEADING_ROWS = 8


def refuse_marked(sheet: RawSheet, headers: str = "") -> None:
    """Refused where any cell carries a full mark, or a heading, page header, note or text box says a level by itself."""
    refuse_marked_text(headers.splitlines(), heading=True)
    refuse_marked_text(sheet.text_boxes, heading=True)
    refuse_marked_text(sheet.comments.values())
    for i, row in enumerate(sheet.rows):
        for value in row:
            if isinstance(value, str) and DENSE in value:
                refuse_marked_text((value,), heading=i < _HEADING_ROWS)


def refuse_marked_text(texts: Iterable[str], *, heading: bool = False) -> None:
    """The same for loose texts."""
    check = is_mark if heading else carries_mark
    if any(check(text) for text in texts):
        raise Refused(faults.CLASSIFIED)
