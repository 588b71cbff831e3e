"""30 declared checks over 100,000 rows against the same checks written by hand in Python over the same rows; ratios, not seconds, count.

Run: ``python benchmarks/checks_speed.py [ROWS]``. To hold: at most 1.5 × the checks by hand. One row in a thousand is wrong, and both find it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from duchá.submissions.checks.cell_checks import cell_checks
from duchá.submissions.model import FilledForm, Row, Submission
from duchá.submissions.status import Status
from duchá.terms.place import Place, address
from duchá.terms.quantity import Content, Quantity
from submissions.own_rulebook import UNIT, campaign, form_text, given, rulebook_text

HOLD = 1.5
ROUNDS = 5
GROUPS = 5  # of four columns each: a whole, its two parts, and what is the worst of it
COLUMN = '[[forms.columns]]\nid = "{id}"\ntitle = "{id}"\nkind = "count"\n'
CHECK = '[[forms.checks]]\nid = "{id}"\nrule = "{rule}"\narticle = "3"\n'
SHEET = "月报表"
Failed = tuple[int, int]  # row, check


def rules() -> list[str]:
    """Thirty checks: six a group of columns."""
    return [
        rule
        for g in range(GROUPS)
        for rule in (
            f"a{g} = b{g} + c{g}",
            f"d{g} <= a{g}",
            f"b{g} <= a{g}",
            f"c{g} <= a{g}",
            f"d{g} <= 5000",
            f"a{g} + d{g} >= b{g}",
        )
    ]


def by_hand(rows: tuple[Row, ...]) -> Iterator[Failed]:
    """The same checks as one would write them."""
    for number, row in enumerate(rows):
        cells: Mapping[str, Content] = row.cells
        for g in range(GROUPS):
            found = cells.get(NAMES[g][0]), cells.get(NAMES[g][1]), cells.get(NAMES[g][2]), cells.get(NAMES[g][3])
            a, b, c, d = (one.amount if type(one) is Quantity else None for one in found)
            if a is not None and b is not None and c is not None and a != b + c:
                yield number, 6 * g
            if d is not None and a is not None and d > a:
                yield number, 6 * g + 1
            if b is not None and a is not None and b > a:
                yield number, 6 * g + 2
            if c is not None and a is not None and c > a:
                yield number, 6 * g + 3
            if d is not None and d > MOST:
                yield number, 6 * g + 4
            if a is not None and d is not None and b is not None and a + d < b:
                yield number, 6 * g + 5


NAMES = [tuple(f"{letter}{g}" for letter in "abcd") for g in range(GROUPS)]
MOST = Decimal(5000)


def row_of(number: int) -> Row:
    """A row in which everything agrees, but for one in a thousand."""
    cells: dict[str, Content] = {}
    for g in range(GROUPS):
        b, c = (number * 7 + g) % 900, (number * 13 + g) % 700
        wrong = 1 if number % 1000 == 999 and g == 0 else 0
        for name, amount in zip(NAMES[g], (b + c + wrong, b, c, min(b + c, 40)), strict=True):
            cells[name] = Quantity(amount=Decimal(amount), text=str(amount))
    places = {name: Place(sheet=SHEET, cell=address(number + 4, at)) for at, name in enumerate(cells, 1)}
    return Row(number=number + 1, written_number=str(number + 1), cells=cells, places=places)


def best(job: Callable[[], int]) -> tuple[float, int]:
    """The shortest of several rounds in seconds of processor time, and what was found."""
    took, found = [], 0
    for _ in range(ROUNDS):
        start = time.process_time()
        found = job()
        took.append(time.process_time() - start)
    return min(took), found


def main() -> None:
    """Measures and prints."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    columns = "".join(COLUMN.format(id=name) for names in NAMES for name in names)
    checks = "".join(CHECK.format(id=f"c{at}", rule=rule) for at, rule in enumerate(rules()))
    over = campaign(rulebook_text(form_text("monthly", SHEET, columns, checks)))
    rows = tuple(map(row_of, range(count)))
    filled = FilledForm(form="monthly", sheet=SHEET, range=f"A4:T{count + 3}", header={}, header_places={}, rows=rows)
    context = given(over)
    submission = Submission(
        source="returns/月报.xlsx",
        sha256=None,
        status=Status.ACCEPTED,
        received_at=context.arrival.received_at,
        unit=UNIT,
        forms=(filled,),
    )
    hand, wrong = best(lambda: len({row for row, _ in by_hand(rows)}))
    ours, faults = best(lambda: len(list(cell_checks(submission, context))))
    print(f"{count:,} rows × {len(rules())} checks: by hand {hand * 1000:,.0f} ms = 1, declared {ours / max(hand, 1e-9):.2f} (hold {HOLD})")
    print(f"wrong rows found: {wrong} by hand, {faults} faults declared")


if __name__ == "__main__":
    main()
