"""What the commands say of clocks: what has no day, what waits for a signature, whose a matter is, what is only provisional."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scoring.office import Office, copy_of, new_office
from scoring.test_clock_points import sign

RAPID = {
    "事项编号": "K1",
    "事项名称": "占道经营",
    "类别": "快速处置",
    "来源": "市长批示",
    "牵头单位": "市住建局",
    "立项日期": date(2018, 4, 2),
}
TASK = {"事项编号": "T1", "事项名称": "校车检查", "类别": "督办事项", "来源": "会议", "牵头单位": "市教育局", "立项日期": date(2018, 4, 10)}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A campaign with points and rapid disposal that nothing was written into yet."""
    made = new_office(tmp_path_factory.mktemp("clocks") / "office")
    path = made.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('["jincheng-points-2017"]', '["jincheng-points-2017", "jincheng-rapid-2017"]'), encoding="utf-8")
    return made


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    return copy_of(untouched, tmp_path / "office")


def read(office: Office, *arguments: str, wants: int | None = None) -> Any:
    return json.loads(office.run(*arguments, "--json", wants=wants))


def test_what_has_no_day_is_listed_by_status_and_below_real_lateness_and_alone_it_makes_no_noise(office: Office) -> None:
    office.write({"督办事项": [RAPID]})
    office.record()
    listed = [("K1", None, "grey")]
    day = ("--as-of", "2018-04-19")

    def undated(found: Any) -> list[tuple[str, Any, str]]:
        return [(item["matter"], item["due"], item["light"]) for item in found if item["due"] is None]

    assert undated(read(office, "status", *day)["undated"]) == listed
    assert "未定期限 1 项" in office.run("status", *day, wants=None) and "K1" in office.run("status", *day, wants=None)
    (matter,) = read(office, "ledger", *day, wants=0)["matters"]
    assert (matter["due"], matter["light"], matter["state"]) == (None, "grey", "已登记")
    assert office.run("overdue", *day, wants=0) == ""
    assert read(office, "overdue", *day, wants=0)["items"] == []
    assert undated(read(office, "overdue", *day, "--within", "3", wants=0)["items"]) == listed
    assert "未定期限 1 项" in office.run("overdue", *day, "--within", "3", wants=0)
    office.write({"督办事项": [{**TASK, "节点时限": "2018-04-17"}]})
    office.record()
    below = read(office, "overdue", *day, wants=1)["items"]
    assert [item["matter"] for item in below] == ["T1", "K1"] and undated(below) == listed
    pages = load_workbook(office.folder / "reports" / "overdue-2018-04-19.xlsx").sheetnames
    assert pages[0] == "逾期" and pages[-1] == "未定期限"


def test_a_partial_report_is_asked_about_when_it_is_recorded_and_a_signature_answers(office: Office) -> None:
    office.write(
        {"督办事项": [{**RAPID, "处置类型": "2", "等级": "重大复杂", "立项日期": date(2018, 3, 12), "要求发出日期": date(2018, 3, 12)}]}
    )
    office.write({"办理记录": [{"日期": date(2018, 3, 20), "事项编号": "K1", "环节": "反馈", "单位": "市住建局", "说明": "完成30%"}]})
    said = office.record(wants=1)
    assert "L120" in said and "完成30%" in said and "核实人" in said
    day = ("--as-of", "2018-04-13")
    (event,) = read(office, "ledger", "--matter", "K1", *day, wants=1)["matters"][0]["events"]
    assert (event["step"], event["waiting"]) == ("反馈", True)
    assert "反馈（待核实）" in office.run("ledger", "--matter", "K1", *day, wants=1)
    assert [(item["matter"], item["days_late"], item["light"]) for item in read(office, "overdue", *day, wants=1)["items"]] == [
        ("K1", 2, "flashing")
    ]
    sign(office, "办理记录", 4, "王某")
    office.record()
    assert read(office, "overdue", *day, wants=0)["items"] == []


def test_a_changed_lead_moves_nothing_until_it_is_signed_or_handed_over(office: Office) -> None:
    office.write({"督办事项": [{**TASK, "节点时限": "2018-04-17、2018-05-21"}]})
    office.record()
    rewrite(office, "督办事项", 4, "牵头单位", "市环保局")
    assert "L127" in office.record(wants=1)
    day = ("--as-of", "2018-05-23")
    assert read(office, "ledger", *day, wants=1)["matters"][0]["lead"] == "市教育局"
    over = {"日期": date(2018, 5, 2), "事项编号": "T1", "环节": "移交", "单位": "市环保局", "批准人": "李某", "说明": "职能划转"}
    office.write({"办理记录": [over]})
    office.record()
    (matter,) = read(office, "ledger", *day, wants=0)["matters"]
    assert matter["lead"] == "市环保局" and [node["unit"] for node in matter["nodes"]] == ["市教育局", "市环保局"]
    assert matter["handed_over"] == [{"date": "2018-05-02", "from": "市教育局", "to": "市环保局", "approver": "李某"}]
    assert {(item["unit"], item["node"]) for item in read(office, "overdue", *day, wants=1)["items"]} == {
        ("市环保局", "2018-04-17"), ("市环保局", "2018-05-21"),
    }  # fmt: skip
    assert "由市教育局移交市环保局" in office.run("ledger", "--matter", "T1", *day)


def rewrite(office: Office, register: str, row: int, column: str, value: str) -> None:
    """Changes one cell of a register's workbook."""
    path = office.folder / "registers" / f"{register}.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    at = next(cell.column for cell in sheet[3] if str(cell.value).startswith(column))
    sheet.cell(row=row, column=at, value=value)
    book.save(path)


def test_what_was_sent_back_is_chased_by_the_day_on_which_the_office_agreed(office: Office) -> None:
    office.write({"督办事项": [{**TASK, "节点时限": "2018-04-17"}]})
    back = [(date(2018, 4, 16), "申请办结"), (date(2018, 4, 20), "退回")]
    office.write({"办理记录": [{"日期": day, "事项编号": "T1", "环节": move, "说明": "无佐证"} for day, move in back]})
    office.record()
    (item,) = read(office, "overdue", "--as-of", "2018-04-26", wants=1)["items"]  # 23, 24 and 25 April are working days
    assert (item["what"], item["due"], item["days_late"], item["light"]) == ("校车检查（退回重报）", "2018-04-25", 1, "red")
    assert "本室约定" in item["reached"]
    (matter,) = read(office, "ledger", "--as-of", "2018-04-20", wants=0)["matters"]
    assert (matter["light"], matter["sent_back"]) == ("yellow", {"date": "2018-04-20", "again_by": "2018-04-25"})
    text = (office.folder / "campaign.toml").read_text(encoding="utf-8")
    (office.folder / "campaign.toml").write_text("resend_days = 5\n" + text, encoding="utf-8")
    assert read(office, "overdue", "--as-of", "2018-04-26", wants=0)["items"] == []


def test_lateness_by_holidays_that_are_not_announced_is_called_provisional(office: Office) -> None:
    """The list of holidays ends with 2017: of 1 October 2018 nothing is known."""
    path = office.folder / "calendar.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row in range(sheet.max_row, 1, -1):
        if str(sheet.cell(row=row, column=1).value)[:4] > "2017":
            sheet.delete_rows(row)
    book.save(path)
    office.write({"督办事项": [{**RAPID, "处置类型": "3", "立项日期": date(2018, 9, 20), "督查结束日期": date(2018, 9, 28)}]})
    office.record(wants=None)
    day = ("--as-of", "2018-10-03")
    (item,) = read(office, "overdue", *day, wants=1)["items"]
    assert (item["due"], item["days_late"], item["provisional"]) == ("2018-10-01", 2, True)
    said = office.run("overdue", *day, "--letters", wants=1)
    assert "2018-10-01（暂定）" in said and "逾期2天（暂定）" in said
    assert "2018-10-01（暂定）" in office.run("ledger", *day, wants=None)
    (letter,) = (office.folder / "reports").glob("催办函-*/*.md")
    assert "2018年10月1日（暂定）" in letter.read_text(encoding="utf-8")
