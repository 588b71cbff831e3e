"""overdue as cron runs it: silent when nothing is late, each reminder once, letters as drafts, past times as they were."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from duchá.journal.fact import FactKind
from duchá.reports.ledger.write_register_rows import RegisterPage, write_register_rows
from duchá.steps.overdue import Overdue, OverdueOptions, overdue
from duchá.steps.record import record
from duchá.terms.quantity import Day, Words
from duchá.terms.text import for_matching
from steps.office import Office, at
from steps.registers import MATTERS, fill, matter as row_of


def run(office: Office, day: int, month: int = 11, hour: int = 8, **options: Any) -> Overdue:
    return overdue(office.open(at(day, hour, month)), OverdueOptions(**options))


def reminders(office: Office, day: int, month: int = 11) -> int:
    return len(office.open(at(day, 23, month)).facts(FactKind.REMINDER))


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def matter(office: Office, number: str, unit: str, limit: str, title: str = "道路整治") -> None:
    """A matter with a typed limit, through the register."""
    opened = office.open(at(3))
    assert opened.campaign.office is not None
    form = opened.campaign.office.form("matters")
    row = {
        "matter": Words(number), "title": Words(title), "category": Words("督查问题"), "source": Words("明察暗访"), "lead": Words(unit),
        "opened_on": Day(day=date(2015, 11, 3)), "limit": Day(day=date.fromisoformat(limit)),
    }  # fmt: skip
    path = office.folder / "registers" / f"{number}.xlsx"
    path.parent.mkdir(exist_ok=True)
    write_register_rows((RegisterPage(form=form, rows=(row,)),), opened.campaign, path)
    record(office.open(at(4)), (path,))


def test_silent_and_zero_until_something_is_late(office: Office, ducha: Callable[..., Any]) -> None:
    quiet = ducha("overdue", "--as-of", "2015-11-20", cwd=office.folder)
    assert (quiet.returncode, quiet.stdout) == (0, "")
    assert not (office.folder / "reports" / "overdue-2015-11-20.xlsx").exists()
    late = ducha("overdue", "--as-of", "2015-11-21", cwd=office.folder)
    assert late.returncode == 1
    assert "逾期1天" in late.stdout
    assert (office.folder / "reports" / "overdue-2015-11-21.xlsx").exists()


def test_json_is_the_contract(office: Office, ducha: Callable[..., Any]) -> None:
    found = json.loads(ducha("overdue", "--as-of", "2015-11-23", "--json", cwd=office.folder).stdout)
    item = found["items"][0]
    assert found["as_of"] == "2015-11-23"
    assert len(found["items"]) == 164
    assert {key: item[key] for key in ("kind", "unit", "matter", "due", "days_late", "light", "reminders")} == {
        "kind": "deliverable", "unit": "区发改经信委", "matter": None, "due": "2015-11-20", "days_late": 3, "light": "red", "reminders": 1,
    }  # fmt: skip
    assert item["article"] == "《丹徒专项督查通知》四（二）"


def test_within_lists_what_comes_due_and_leaves_the_exit_code(office: Office, ducha: Callable[..., Any]) -> None:
    coming = ducha("overdue", "--as-of", "2015-11-18", "--within", "2", cwd=office.folder)
    assert coming.returncode == 0
    assert "还剩2天" in coming.stdout
    assert not (office.folder / "reports").exists() or not list((office.folder / "reports").glob("overdue-*"))


@pytest.mark.sweep
def test_the_same_day_again_changes_nothing(office: Office) -> None:
    run(office, 23, letters=True)
    before, journal = tree(office.folder / "reports"), office.journal()
    again = run(office, 23, hour=17, letters=True)
    assert again.reminders == ()
    assert tree(office.folder / "reports") == before
    assert office.journal() == journal


def test_each_day_reminds_only_of_what_is_new(office: Office) -> None:
    assert len(run(office, 21).reminders) == 164
    assert [len(run(office, day).reminders) for day in (22, 23, 26)] == [0, 0, 0]
    assert {made.rung.id for made in run(office, 27).reminders} == {"circulate"}


def test_what_came_in_is_no_longer_reminded_of(office: Office) -> None:
    run(office, 21)
    office.collect(office.fill("区安监局"), now=at(22))
    late = run(office, 23).late
    assert sum(item.unit == "区安监局" for item in late) == 1  # the written report is still owed


def test_a_clock_set_back_makes_nothing_twice(office: Office) -> None:
    run(office, 27)
    made = reminders(office, 28)
    assert run(office, 22).reminders == ()
    assert reminders(office, 28) == made


def test_a_look_at_an_earlier_knowledge_writes_no_reminder(office: Office) -> None:
    run(office, 21)
    journal = office.journal()
    looked = overdue(office.open(at(29), as_of=at(25).date(), known_at=at(21, 12)), OverdueOptions())
    assert looked.reminders == ()
    assert len(looked.late) == 164
    assert office.journal() == journal


def test_letters_are_one_a_unit_and_say_what_is_late(office: Office) -> None:
    matter(office, "JC-1", "区住建局", "2015-11-10", title="{{ 7*7 }} & <道路>")
    run(office, 21, letters=True)
    folder = office.folder / "reports" / "催办函-2015-11-21"
    letters = sorted(folder.glob("*.docx"))
    assert len(letters) == 41
    mine = next(path for path in letters if "区住建局" in path.name)
    document = Document(str(mine))
    text = "\n".join([p.text for p in document.paragraphs] + [cell.text for row in document.tables[0].rows for cell in row.cells])
    assert "JC-1 {{ 7*7 }} & <道路>" in text
    assert "11天" in text
    assert "由办公室确定" in text
    assert mine.with_suffix(".md").read_text(encoding="utf-8").count("| 第1次 |") == 5


def test_a_letter_is_a_draft_with_a_row_ready_to_confirm(office: Office) -> None:
    matter(office, "JC-1", "区住建局", "2015-11-10")
    run(office, 12, letters=True)
    ready = office.folder / "reports" / "催办函-2015-11-12" / "办理记录-待确认.xlsx"
    words = {for_matching(str(cell.value)) for row in load_workbook(ready)["办理记录"].iter_rows() for cell in row if cell.value}
    assert {"jc-1", "催办", "区住建局"} <= words
    done = record(office.open(at(13)), (ready,))
    assert [sum(file.counts.values()) for file in done.files] == [1]
    again = run(office, 17, letters=True)
    assert {made.rung.id for made in again.reminders} == {"circulate"}
    text = (office.folder / "reports" / "催办函-2015-11-17").glob("*.md")
    assert "第2次" in next(text).read_text(encoding="utf-8")


def test_mail_is_a_file_for_a_person_to_send(office: Office) -> None:
    roster = office.folder / "units.xlsx"
    book = load_workbook(roster)
    sheet = book.worksheets[0]
    heads = {str(cell.value).rstrip("*"): cell.column for cell in next(sheet.iter_rows()) if cell.value}
    row = next(row[0].row for row in sheet.iter_rows() if any(cell.value == "区住建局" for cell in row))
    sheet.cell(row=row, column=heads["电子邮箱"]).value = "zjj@example.cn"
    book.save(roster)
    matter(office, "JC-1", "区住建局", "2015-11-10")
    run(office, 12, mail=True)
    mails = list((office.folder / "reports" / "催办函-2015-11-12").glob("*.eml"))
    message = email.message_from_bytes(mails[0].read_bytes(), policy=email.policy.default)
    assert (len(mails), message["To"], message["X-Unsent"]) == (1, "zjj@example.cn", "1")
    assert [part.get_filename() for part in message.iter_attachments()] == ["04-区住建局-催办函.docx"]


@pytest.mark.parametrize("known", [True, False])
def test_earlier_days_come_out_as_they_were(office: Office, known: bool) -> None:
    run(office, 21)
    printed = tree(office.folder / "reports")
    office.collect(office.fill("区安监局"), now=at(25))
    moment = {"known_at": at(21, 12)} if known else {}
    overdue(office.open(at(26), as_of=at(21).date(), **moment), OverdueOptions())
    assert tree(office.folder / "reports") == printed


def test_one_matter_tells_its_reminders_in_words(office: Office, ducha: Callable[..., Any]) -> None:
    fill(office, MATTERS, row_of("DT-1", 节点时限="2015-11-10、2015-11-16"))
    record(office.open(at(4)), ())
    run(office, 11)
    run(office, 18)
    told = ducha("ledger", "--matter", "DT-1", "--as-of", "2015-11-18", cwd=office.folder).stdout
    said = [line.split() for line in told[told.index("已作出的催促") :].splitlines() if line.strip().startswith("2015-")]
    assert [(line[0], line[1], line[-2], line[-1]) for line in said] == [
        ("2015-11-11", "催办", "2015-11-10", "逾期1天"),
        ("2015-11-18", "通报建议", "2015-11-10", "逾期8天"),
        ("2015-11-18", "重点督办", "2015-11-16", "逾期2天"),
    ]


def test_a_look_ahead_makes_no_reminder_and_takes_none_away(office: Office, ducha: Callable[..., Any]) -> None:
    office.fill("区外办", approval=[])
    now = office.open(at(21))
    ahead = overdue(replace(now, as_of=date(2015, 11, 30)), OverdueOptions(letters=True))
    assert (ahead.late != (), ahead.reminders, [fault.kind.code for fault in ahead.faults if fault.kind.code == "L113"]) == (
        True,
        (),
        ["L113"],
    )
    assert not list((office.folder / "reports").glob("催办函-*"))
    assert {one.rung.name for one in run(office, 21).reminders} == {"催办"}
