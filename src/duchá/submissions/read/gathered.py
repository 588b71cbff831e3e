"""What reading the rows of one table brings together, while it is being read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duchá.submissions.grammar import is_ordinal, ordinal_level
from duchá.submissions.model import Row, StatedTotal
from duchá.submissions.read.plan import Plan
from duchá.terms.fault import Fault
from duchá.terms.quantity import EMPTY, Content
from duchá.terms.text import is_blank

SECTION = "分组"
SECTION_JOINT = "／"


class Gathered:
    """Rows and what was said on the way.

    ``sheet_rows`` are the rows' places, ``last_row`` the last sheet row that went into one, ``left_out`` the cells of the last row that says “none”, and how many rows stood above it, ``incomplete`` the rows with an empty cell; ``excused`` empty cells about which something was said already (one cause, one fault);
    ``nil_texts`` rows that say “none” for the whole form, ``no_problem`` those that say it of one item, ``none_in`` those that say it below a heading; ``numbers`` 序号 as typed;
    ``passed`` prefilled numbers of rows left empty; ``filled`` the cells filled down, by column; ``sections`` the headings inside the body (B05)
    by sheet row, ``section`` what the rows below the last of them carry; ``subtotalled`` how many rows stand above the last 小计; ``before``
    how many rows of the table were read before these; ``totals`` the numbers that 合计 rows state.
    """

    __slots__ = (
        "_levels",
        "_open",
        "before",
        "excused",
        "faults",
        "filled",
        "incomplete",
        "last_row",
        "left_out",
        "nil_texts",
        "no_problem",
        "none_in",
        "numbers",
        "passed",
        "plan",
        "rows",
        "section",
        "sections",
        "sheet_rows",
        "subtotalled",
        "totals",
    )

    def __init__(self, plan: Plan, before: int = 0) -> None:
        self.plan, self.before = plan, before
        self.rows: list[Row] = []
        self.sheet_rows: list[int] = []
        self.last_row = 0
        self.left_out: tuple[int, Mapping[str, Content]] | None = None
        self.incomplete: list[int] = []
        self.faults: list[Fault] = []
        self.nil_texts: list[str] = []
        self.no_problem: list[str] = []
        self.none_in: dict[str, str] = {}
        self.numbers: list[tuple[int, str]] = []
        self.passed: set[int] = set()
        self.excused: set[tuple[int, str]] = set()
        self.filled: dict[str, list[int]] = {}
        self.sections: dict[int, str] = {}
        self.subtotalled = 0
        self.totals: list[StatedTotal] = []
        self.section: dict[str, str] = {}
        self._open: list[tuple[int, str]] = []
        self._levels: frozenset[int] | None = None

    def say_none(self, text: str) -> None:
        """Takes down a row that says “none”: of what its heading names where it stands below one, else of the whole form."""
        if self.section:
            self.none_in.setdefault(self.section[SECTION], text)
        else:
            self.nil_texts.append(text)

    def settle_sections(self) -> None:
        """What “none” below a heading comes to: it is at odds with rows below the same heading only."""
        filled = {row.extra.get(SECTION, "") for row in self.rows}
        for section, text in self.none_in.items():
            (self.nil_texts if section in filled else self.no_problem).append(text)

    def above(self, id: str) -> Content:
        """What stands in a column of the row above, be that one that says “none” (同上 below 无 is 无)."""
        if self.left_out is not None and self.left_out[0] == len(self.rows):
            return self.left_out[1].get(id, EMPTY)
        return self.rows[-1].cells.get(id, EMPTY) if self.rows else EMPTY

    def leave_out_rows(self) -> None:
        """Takes out all rows: nothing was filled in."""
        self.rows.clear()
        self.sheet_rows.clear()
        self.incomplete.clear()

    def enter_section(self, row: int, level: int, title: str) -> None:
        """The rows below belong to this heading, and to those above it of a higher order: 一、 above （一）."""
        self._open = [*((above, text) for above, text in self._open if above < level), (level, title)]
        self.sections[row] = title
        self.section = {SECTION: SECTION_JOINT.join(text for _, text in self._open)}

    def levels_of_rows(self) -> frozenset[int]:
        """How the rows themselves are numbered: 1 where one begins with 一、, 2 where one begins with （一）; looked up once, when a heading asks."""
        if self._levels is None:
            self._levels = frozenset(_levels(self.plan)) - {0}
        return self._levels


def _levels(plan: Plan) -> Iterator[int]:
    for row in plan.table.body:
        values = [value for value in plan.values(row) if not is_blank(value)]
        if len(values) > 1:
            number = plan.number(row)
            yield from (
                ordinal_level(f"{text}、" if text is number and is_ordinal(text) else text)
                for text in (number, values[0])
                if type(text) is str
            )
