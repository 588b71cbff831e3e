"""Which unit sent a file (X-01, A24–A26, C31–C38, D10, D11): witnesses agree, or a person is asked."""

from __future__ import annotations

from datetime import date

import pytest

from duchá.submissions.unit.identify import identify_report, identify_unit
from duchá.submissions.unit.names import read_name
from duchá.terms.fault import Fault
from duchá.terms.place import Place
from duchá.terms.unit import Unit
from submissions.sample import TOWNS, campaign, context, unit_cell


def names(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.kind.code for fault in faults]


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("区财政局", "区财政局"),
        ("区 财 政 局", "区财政局"),
        ("  民政局　", "区民政局"),
        ("区财政局（盖章）", "区财政局"),
        ("镇江市丹徒区财政局", "区财政局"),
        ("丹徒区财政局：", "区财政局"),
        ("区民宗旅游", "区民宗旅游局"),
    ],
)
def test_a_name_as_people_write_it_is_the_unit_without_a_word(written: str, unit: str) -> None:
    assert identify_unit({}, [unit_cell(written)], context()) == (unit, ())


@pytest.mark.parametrize(
    ("written", "unit", "note"),
    [
        ("區財政局", "区财政局", "S307"),
        ("区财政局(cáizhèngjú)", "区财政局", "S307"),
        ("区卫生局", "区卫计委", "S308"),
        ("区工商局", "区市场监督管理局", "S308"),
    ],
)
def test_another_way_of_writing_is_taken_and_said(written: str, unit: str, note: str) -> None:
    found, faults = identify_unit({}, [unit_cell(written)], context())
    assert (found, names(faults)) == (unit, [note])


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("区财正局", "S302"),  # one character apart is another name
        ("京口区财政局", "S302"),  # another district's
        ("区卫生监督所", "S302"),  # a sub-unit that nobody has mapped
        ("区财政局国库科", "S302"),
        ("区外办、区侨办", "S304"),
        ("区外办和区侨办", "S304"),
        ("张三", "S305"),
        ("张三 84431234", "S305"),
        ("13812345678", "S305"),
    ],
)
def test_a_name_that_is_no_unit_is_a_question(written: str, asked: str) -> None:
    found, faults = identify_unit({}, [unit_cell(written)], context())
    assert (found, names(faults)) == (None, [asked])
    assert faults[0].place.cell == "B3"


def test_an_unknown_name_shows_at_most_three_candidates_and_takes_none() -> None:
    _, (fault,) = identify_unit({}, [unit_cell("区财政局国库科")], context("returns/区财政局附件2.xls"))
    assert "“区财政局”" in fault.message
    assert fault.message.count("、") <= 2


def test_a_town_is_told_what_it_owes_instead() -> None:
    found, (fault,) = identify_unit({}, [unit_cell("高桥镇人民政府")], context())
    assert (found, fault.kind.code) == (None, "S311")
    assert "“开展专项督查情况”（报区政府法制办执法监督科）" in fault.message


def test_a_misspelt_town_of_the_roster_is_a_question() -> None:
    town = Unit(name="高桥镇人民政府", order=50, group=TOWNS)
    _, faults = identify_unit({}, [unit_cell("高挢镇人民政府")], context(over=campaign(more=(town,))))
    assert names(faults) == ["S302"]


def test_cell_and_file_name_must_agree() -> None:
    found, (fault,) = identify_unit({}, [unit_cell("区财政局")], context("returns/区民政局附件2.xls"))
    assert (found, fault.kind.code) == (None, "S303")
    assert fault.message == "几处写的单位不一致：表内“部门（盖章）”为“区财政局”，文件名为“区民政局”。"


@pytest.mark.parametrize(
    "other",
    [
        {"given_unit": "区民政局"},
        {"folders": ("returns", "区民政局")},
        {"sender": "民政 <mzj@dantu.example>"},
    ],
)
def test_every_witness_that_speaks_must_agree(other: dict[str, object]) -> None:
    roster = tuple(
        Unit(name=u.name, order=u.order, group=u.group, email="MZJ@dantu.example") for u in campaign().roster.units if u.name == "区民政局"
    )
    over = campaign()
    if "sender" in other:
        from dataclasses import replace

        from duchá.terms.unit import Roster

        kept = tuple(u for u in over.roster.units if u.name != "区民政局")
        over = replace(over, roster=Roster((*kept, *roster)))
    found, faults = identify_unit({}, [unit_cell("区财政局")], context(over=over, **other))
    assert (found, names(faults)) == (None, ["S303"])


def test_a_mark_of_another_unit_disagrees_with_the_cell() -> None:
    found, faults = identify_unit({"unit": "区民政局"}, [unit_cell("区财政局")], context())
    assert (found, names(faults)) == (None, ["S303"])


def test_sheets_of_one_workbook_must_agree() -> None:
    found, faults = identify_unit({}, [unit_cell("区财政局"), unit_cell("区审计局", "附件4")], context())
    assert (found, names(faults)) == (None, ["S303"])


def test_the_mark_alone_is_enough() -> None:
    assert identify_unit({"unit": "区财政局"}, [unit_cell("")], context()) == ("区财政局", ())


def test_the_file_name_alone_is_enough_and_is_said() -> None:
    found, faults = identify_unit({}, [unit_cell("（盖章）")], context("returns/附件2-区财政局(1).xls"))
    assert (found, names(faults)) == ("区财政局", ["S309"])


def test_a_folder_alone_only_proposes() -> None:
    found, (fault,) = identify_unit({}, [], context(folders=("returns", "区财政局")))
    assert (found, fault.kind.code) == (None, "S301")
    assert "从文件夹名看可能是“区财政局”" in fault.message


def test_the_name_of_an_archive_is_a_folder() -> None:
    _, (fault,) = identify_unit({}, [], context("returns/区财政局.zip!附件2.xls"))
    assert "区财政局" in fault.message


def test_nothing_at_all_is_a_question() -> None:
    assert names(identify_unit({}, [unit_cell(None)], context())[1]) == ["S301"]


def test_an_answer_given_before_is_remembered() -> None:
    found, faults = identify_unit({}, [unit_cell("区卫生监督所")], context(answers={"区卫生监督所": "区卫计委"}))
    assert (found, faults) == ("区卫计委", ())


def test_a_unit_given_by_hand_settles_a_name_that_nobody_knows() -> None:
    assert identify_unit({}, [unit_cell("区卫生监督所")], context(given_unit="区卫计委"))[0] == "区卫计委"


@pytest.mark.requirement("DT-27")
def test_a_sub_unit_of_the_roster_counts_for_its_parent() -> None:
    station = Unit(name="区卫生监督所", order=60, group="下属单位", parent="区卫计委")
    found, faults = identify_unit({}, [unit_cell("区卫生监督所")], context(over=campaign(more=(station,))))
    assert (found, names(faults)) == ("区卫计委", ["S306"])


def test_a_unit_that_is_no_more_counts_for_its_successor() -> None:
    gone = Unit(name="区老龄办", order=61, group="区级机关相关部门", valid_to=date(2015, 1, 31), successor="区民政局")
    found, faults = identify_unit({}, [unit_cell("区老龄办")], context(over=campaign(more=(gone,))))
    assert (found, names(faults)) == ("区民政局", ["S308"])


def test_a_report_is_known_by_its_signature() -> None:
    lines = ("关于“依法履职、有责有为”自查自纠情况的报告", "区纪委执法效能室：", "区财政局", "2015年11月18日")
    assert identify_report(lines, context("returns/报告.docx")) == ("区财政局", ())


@pytest.mark.sweep
def test_names_one_character_apart_are_never_guessed() -> None:
    """C34: of all 820 pairs, each name with one character put in, taken out or replaced by one of the other name."""
    roster = campaign().roster
    known = {name for unit in roster.units for name in (unit.name, *unit.aliases, *unit.former)}
    edits = {edit for one in roster.units for other in roster.units if one is not other for edit in _edits(one.name, other.name)}
    assert len(edits) > 5000
    wrong = [edit for edit in edits - known if roster.find(edit).unit is not None]
    assert wrong == []


def _edits(name: str, other: str) -> set[str]:
    taken_out = {name[:at] + name[at + 1 :] for at in range(len(name))}
    replaced = {name[:at] + c + name[at + 1 :] for at in range(len(name)) for c in other}
    put_in = {name[:at] + c + name[at:] for at in range(len(name) + 1) for c in other}
    return taken_out | replaced | put_in


@pytest.mark.parametrize("written", ["区财政局 张三 84430001", "区财政局（张三）", "丹徒区财政局  张三", "财政局 0511-84430001"])
def test_a_unit_is_known_with_a_person_or_a_telephone_number_behind_it(written: str) -> None:
    assert read_name(written, Place(), context()).units == ("区财政局",)


@pytest.mark.parametrize(
    "written",
    [
        "区财政局会计核算中心",
        "区财政局（区国资办）",
        "京口区财政局 张三",
        "张三 区财政局",
        "区财证局 张三",
        "区财政局高桥所",
        "区财政局 国库科",
    ],
)
def test_what_may_be_another_body_is_asked_about(written: str) -> None:
    assert read_name(written, Place(), context()).units == ()
