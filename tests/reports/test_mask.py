"""Phone and ID numbers in what units wrote (X-12)."""

from pathlib import Path

import pytest

from duchá.reports.mask import masked_text
from reports.returns import Journal, campaign, filled, page, row, table, whole


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("电话13812345678", "电话138****5678"),
        ("138 1234 5678、138-1234-5678", "138****5678、138****5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("0511-88881234", "0511-****1234"),
        ("(0511)88881234", "(0511)****1234"),
        ("身份证320102198001011234", "身份证320***************"),
        ("32010219800101123X", "320***************"),
        ("320102800101123", "320************"),
    ],
)
def test_a_number_that_names_a_person_is_masked(typed: str, printed: str) -> None:
    assert masked_text(typed) == printed


@pytest.mark.parametrize(
    "typed", ["2015年11月20日", "共2064.5万元", "镇徒政办发〔2015〕52号", "20151120", "第123456789012号案卷", "20151120123456"]
)
def test_dates_amounts_and_document_numbers_stay(typed: str) -> None:
    assert masked_text(typed) == typed


@pytest.mark.parametrize("full", [False, True])
def test_the_summary_masks_what_people_typed_unless_it_is_asked_to_be_full(tmp_path: Path, full: bool) -> None:
    journal = Journal(path=tmp_path / "journal.sqlite3")
    text = "申请人张某（13812345678）反映"
    filled_form = filled("approval", row("approval", 1, "许可", text, "已整改", extra={"电话": "13812345678"}))
    journal.submit("区财政局", 18, filled_form, source="returns/张三13812345678.xlsx")
    problem, extra, source = table(page(whole(journal, campaign(), full=full), "附件2"), "发现存在问题", "电话", "来源文件")[0]
    assert (problem == text) is full
    assert (extra == "13812345678") is full
    assert (source == "returns/张三13812345678.xlsx") is full
