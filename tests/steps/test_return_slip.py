"""The first sheet of a returned copy says whose it is, by when it is owed again, whom to ask, with words for a mail (G11)."""

from __future__ import annotations

from openpyxl import load_workbook

from steps.office import Office, at

BAD = {"item": "加油站日常检查", "problem": "检查后未复查2家", "rectification": ""}


def test_the_results_begin_with_unit_day_and_contact(office: Office) -> None:
    settings = office.folder / "campaign.toml"
    text = (
        settings.read_text(encoding="utf-8")
        .replace('contact = ""', 'contact = "王某"', 1)
        .replace('phone = ""', 'phone = "0511-85550000"', 1)
    )
    settings.write_text(text, encoding="utf-8")
    office.fill("区财政局", supervision_problems=[BAD])
    (item,) = office.collect(now=at(18)).submissions
    sheet = load_workbook(office.folder / str(item["marked_copy"])).worksheets[0]
    slip = str(sheet["A4"].value)
    assert slip.startswith("区财政局　第 1 号收件　请于2015年11月23日（周一）前改好重报　联系人：王某　电话：0511-85550000\n")
    assert "区财政局：你单位报送的“区财政局.xlsx”有1处需要修改" in slip
