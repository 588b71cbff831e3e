"""What reading the rows of one table brings together, while it is being read."""

from __future__ import annotations

from duchá.submissions.model import Row
from duchá.submissions.rows.plan import Plan
from duchá.terms.fault import Fault


class Gathered:
    """Rows and what was said on the way.

    ``sheet_rows`` are the rows' places, ``last_row`` the last sheet row that went into one, ``incomplete`` the rows with an empty cell; ``excused`` empty cells about which something was said already (one cause, one fault);
    ``nil_texts`` rows that say “none” for the whole form, ``no_problem`` those that say it of one item; ``numbers`` 序号 as typed;
    ``passed`` prefilled numbers of rows left empty; ``filled`` the cells filled down, by column; ``before`` how many rows of the table were
    read before these.
    """

    __slots__ = (
        "before",
        "excused",
        "faults",
        "filled",
        "incomplete",
        "last_row",
        "nil_texts",
        "no_problem",
        "numbers",
        "passed",
        "plan",
        "rows",
        "sheet_rows",
    )

    def __init__(self, plan: Plan, before: int = 0) -> None:
        self.plan, self.before = plan, before
        self.rows: list[Row] = []
        self.sheet_rows: list[int] = []
        self.last_row = 0
        self.incomplete: list[int] = []
        self.faults: list[Fault] = []
        self.nil_texts: list[str] = []
        self.no_problem: list[str] = []
        self.numbers: list[tuple[int, str]] = []
        self.passed: set[int] = set()
        self.excused: set[tuple[int, str]] = set()
        self.filled: dict[str, list[int]] = {}
