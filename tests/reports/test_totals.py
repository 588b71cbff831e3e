"""Parts add up to the total, whatever came in (promise 5)."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings, strategies as st

from duchá.reports.page import Page, Report
from duchá.submissions.status import Status
from duchá.terms.share import rate
from reports.returns import Journal, campaign, filled, page, row, whole

DANTU = campaign()
UNITS = ("区发改经信委", "区外办", "区财政局", "区房管局")
FIXES = ("已整改", "正在整改", "未整改", "立行立改", "")
STATUSES = (Status.ACCEPTED, Status.ACCEPTED, Status.SENT_BACK, Status.HELD)
PROBLEM_FORMS = ("approval", "supervision-problems")

files = st.lists(
    st.tuples(
        st.sampled_from(UNITS),
        st.integers(14, 26),
        st.sampled_from(STATUSES),
        st.dictionaries(st.sampled_from(PROBLEM_FORMS), st.lists(st.sampled_from(FIXES), max_size=4), max_size=2),
        st.booleans(),
    ),
    max_size=8,
)


def report_of(arrived: list[tuple[str, int, Status, dict[str, list[str]], bool]], as_of: date) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(path=Path(folder) / "journal.sqlite3")
        for unit, day, status, forms, report in arrived:
            made = [
                filled(form, *(row(form, n, "许可", "超期", fix) for n, fix in enumerate(fixes, 1)), nil=not fixes)
                for form, fixes in forms.items()
            ]
            journal.submit(unit, day, *made, status=status, report=report)
        if not journal.path.exists():
            journal.waive("S101", "区财政局", "2015-12-31")
        return whole(journal, DANTU, as_of=as_of)


def sums(found: Page, first: int, last: int) -> list[int]:
    return [sum(cells[at] for cells in found.rows if isinstance(cells[at], int)) for at in range(first, last)]


@settings(max_examples=40, deadline=None)
@given(files)
def test_the_parts_of_every_table_add_up(arrived: list[tuple[str, int, Status, dict[str, list[str]], bool]]) -> None:
    report = report_of(arrived, date(2015, 11, 24))
    overview = page(report, "总表")
    assert list(overview.total[2:16]) == sums(overview, 2, 16)
    for cells in (*overview.rows, overview.total):
        due, received, on_time, late, missing, pending, sent_back, held, nil, problems, *classes, share = cells[2:]
        assert due == received + missing + pending and not pending
        assert received == on_time + late
        assert sent_back + held <= received
        assert nil <= received
        if isinstance(problems, int):
            assert problems == sum(classes)
            assert share == (rate(classes[0], problems) if problems else "—")
        else:
            assert set(classes) | {share} == {problems}
    listed = len(page(report, "附件2").rows) + len(page(report, "附件4").rows)
    assert overview.total[11] == listed
    for name in ("类别交叉表", "渠道交叉表"):
        cross = page(report, name)
        assert list(cross.total[2:]) == sums(cross, 2, len(cross.columns))
        assert cross.total[-1] == listed
        assert all(cells[-2] == sum(cells[2:-2]) for cells in cross.rows if isinstance(cells[-2], int))


@settings(max_examples=15, deadline=None)
@given(files, st.integers(15, 24))
def test_what_happens_later_never_changes_the_page_of_a_day(
    arrived: list[tuple[str, int, Status, dict[str, list[str]], bool]], day: int
) -> None:
    as_of = date(2015, 11, day)
    before = [file for file in arrived if date(2015, 11, file[1]) <= as_of]
    later = [file for file in arrived if date(2015, 11, file[1]) >= as_of + timedelta(days=1)]
    pages = [found for found in report_of(before, as_of).pages if found.name not in ("说明", "豁免")]
    assert pages == [found for found in report_of([*before, *later], as_of).pages if found.name not in ("说明", "豁免")]


def test_a_rate_is_never_a_float() -> None:
    report = report_of([("区财政局", 18, Status.ACCEPTED, {"approval": ["已整改", "正在整改", "正在整改"]}, False)], date(2015, 11, 24))
    shares = [cells[-1] for cells in page(report, "总表").rows if cells[1] == "区财政局"]
    assert shares == [Decimal("0.3333")]
    assert isinstance(shares[0], Decimal)
