"""Any return that the words of the trade can make — labels, compounds of titles, places of unit and day, headings, closing lines, sentences of “none”,
merges, containers — reads as the plain one, or asks one question: never a reject that is not so, never a wrong unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from duchá.campaign.model import Campaign
from duchá.steps.open_campaign import open_campaign
from duchá.submissions import grammar
from duchá.submissions.context import Arrival, Context
from duchá.submissions.model import Submission
from duchá.submissions.read.submission import read_submission
from duchá.submissions.wording import DITTO_MARK
from duchá.terms.fault import Weight
from duchá.terms.moment import Moment
from duchá.workbooks.pool import Readers, open_readers
from duchá.workbooks.sheets.model import FileKind, RawBook
from returns.layouts import as_workbook, read_file, rows_of
from returns.paper import Rows, as_csv, as_html, as_ods, as_xml2003
from steps.office import BEGIN, at, make_office
from submissions.pages import sheet

UNITS = ("区财政局", "区民政局", "区安监局", "区发改经信委", "区市场监督管理局")
FILED = date(2015, 11, 18)
DAYS = ("2015年11月18日", "2015.11.18", "2015-11-18", "二〇一五年十一月十八日", "2015 年 11 月 18 日", "2015/11/18")
ITEMS = ("会计从业资格许可", "危险化学品经营许可", "社会组织登记", "代理记账许可")
PROBLEMS = ("超过承诺时限办结2件", "未公示收费依据", "无检查记录的情况", "未一次性告知", "没有按时办结", "不按规定程序受理")
DONE = ("已补办完毕", "11月16日已公示", "正在整改，11月25日前完成", "已退还")
SEALS = ("", "（盖章）", "（公章）", "（签章）", "(加盖公章)")


def as_page(rows: Rows) -> str:
    """Rows as a page of ``pages.sheet``, in which texts of digits stay texts."""
    return "\n".join(" | ".join(f"'{cell}" if isinstance(cell, str) and cell[:1].isdigit() else str(cell) for cell in row) for row in rows)


def with_spans(rows: Rows) -> str:
    """Rows as the table of a web page, what is merged as colspan and rowspan."""
    lines = []
    for i, row in enumerate(rows):
        cells = []
        for j, cell in enumerate(row):
            if cell not in ("<", "^"):
                wide = 1 + sum(1 for _ in takewhile(lambda other: other == "<", row[j + 1 :]))
                high = 1 + sum(1 for _ in takewhile(lambda below, j=j: j < len(below) and below[j] == "^", rows[i + 1 :]))
                cells.append(f'<td colspan="{wide}" rowspan="{high}">{cell}</td>')
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<html><body><table>{''.join(lines)}</table></body></html>"


CONTAINERS: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "xlsx": ("1.xlsx", lambda rows: as_workbook(as_page(rows))),
    "xlsx, merged": ("1.xlsx", lambda rows: as_workbook(as_page(rows))),
    "html, merged": ("1.xls", lambda rows: with_spans(rows).encode("gb18030")),
    "html": ("1.xls", lambda rows: as_html(rows).encode("gb18030")),
    "csv": ("1.csv", lambda rows: as_csv(rows).encode("utf-8-sig")),
    "xml2003": ("1.xml", lambda rows: as_xml2003(rows).encode()),
    "ods": ("1.ods", as_ods),
}


def one_of(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


def compound(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


MAYBE_SENDING = st.one_of(st.just(""), one_of(grammar.SENDING))
UNIT_LABELS = compound(
    MAYBE_SENDING, st.sampled_from(("单位", "部门", "机关")), st.one_of(st.just(""), st.just("名称")), st.sampled_from(SEALS)
)
DAY_LABELS = compound(st.one_of(st.just(""), one_of(grammar.DAY_OF)), one_of(grammar.DAYS))
CLOSERS = compound(
    st.sampled_from(("部门", "单位", "科室", "")),
    st.sampled_from(("填表", "填报", "审核", "经办", "制表", "复核")),
    st.sampled_from(("人", "人员", "负责人")),
)
PROBLEM_TITLES = compound(
    st.one_of(st.just(""), one_of(grammar.FINDING)), one_of("问题 不足 隐患"), st.one_of(st.just(""), one_of("情况 描述 表现 清单 说明"))
)
DONE_TITLES = compound(
    one_of("整改 改正 纠正"), one_of("情况 措施 进展 结果 落实情况 完成情况"), st.one_of(st.just(""), one_of("及成效 和进度 及完成时限"))
)
ITEM_TITLES = compound(one_of("审批 行政审批 许可 行政许可"), one_of("项目 事项"), st.one_of(st.just(""), st.just("名称")))
SECTIONS = compound(
    one_of("一、 二、 （一） （二） 第一部分"), one_of(grammar.KINDS_OF_POWER), st.one_of(st.just(""), one_of("类 方面 事项"))
)
NONE = st.one_of(
    compound(
        st.sampled_from(("", "经自查，", "经认真自查自纠，我局", "我单位")),
        one_of(grammar.NOT_FOUND),
        st.one_of(st.just(""), one_of(grammar.ANY)),
        one_of("问题 情况 行为"),
    ),
    compound(
        st.sampled_from(("", "我局", "本单位")), one_of("无 没有 暂无"), one_of("行政审批 行政许可 审批"), one_of("事项 职能 职权 项目")
    ),
    st.sampled_from(
        ("零报告", "本表为零报告", "不涉及", "我局无审批职能，不涉及", "权限已全部划转，无审批事项", "审批权限已全部移交区行政审批局")
    ),
)


BESIDE = one_of("责任人 完成时限 责任科室 整改期限 分管领导")
SAME = st.sampled_from(("同上", "〃", "（同上）", "同上。", "与上相同", "同上项", "内容同上"))
FURNITURE = st.one_of(
    compound(one_of(grammar.NOTHING_BELOW), one_of(grammar.NOTHING_MORE)),
    st.sampled_from(("（以下空白）", "（以下无正文）", "— 1 —", "第1页 共1页", "抄送：区政府办", "打印时间：2015-11-19 09:12:33")),
)
TOTAL = compound(one_of(grammar.TOTALS), st.sampled_from(("", "：3项", "5个")))


@dataclass(frozen=True, slots=True)
class Made:
    """A return, and what the plain one says: unit and rows (none: a zero report)."""

    rows: Rows
    unit: str
    body: list[list[str]]


@st.composite
def made(draw: st.DrawFn, merged: bool = True) -> Made:
    unit, day = draw(st.sampled_from(UNITS)), draw(st.sampled_from(DAYS))
    top: Rows = [["附件2"]] if draw(st.booleans()) else []
    place = draw(st.sampled_from(("label", "next cell", "row below", "title", "foot label", "foot", "alone")))
    title = draw(st.sampled_from(("部门行政审批自查自纠情况报表", "行政审批自查自纠情况表")))
    top.append([f"{unit}{title.removeprefix('部门')}" if place == "title" else title])
    day_place = draw(st.sampled_from(("label", "next cell", "alone", "foot label", "foot", "foot beside a signature")))
    head, foot = [], []
    label, day_label = draw(UNIT_LABELS), draw(DAY_LABELS)
    colon = draw(st.sampled_from(("：", ":", "： ")))
    if place == "label":
        head.append(f"{label}{colon}{unit}")
    elif place == "next cell":
        head += [f"{label}{draw(st.sampled_from(('', '：')))}", unit]
    elif place == "row below":
        top += [[f"{label}", "填报人"], [unit, "张三"]]
    elif place == "alone":
        top.append([unit])
    elif place == "foot label":
        foot.append([f"{label}{colon}{unit}"])
    elif place == "foot":
        foot.append(["", "", "", f"{unit}{draw(st.sampled_from(SEALS))}"])
    if day_place == "label":
        head.append(f"{day_label}{colon}{day}")
    elif day_place == "next cell":
        head += [f"{day_label}：", day]
    elif day_place == "alone":
        head.append(day)
    elif day_place == "foot label":
        foot.append([f"{day_label}{colon}{day}"])
    elif day_place == "foot":
        foot.append(["", "", "", day])
    else:
        foot.append([f"{draw(CLOSERS)}：张三　　　{day}"])
    if head:
        top.append(head)
    printed = draw(st.booleans())
    heads = (
        ["序号", "审批项目名称", "发现存在问题", "整改情况"]
        if printed
        else ["序号", draw(ITEM_TITLES), draw(PROBLEM_TITLES), draw(DONE_TITLES)]
    )
    beside = [draw(BESIDE)] if draw(st.integers(0, 3)) == 0 else []
    rows: Rows = [*top, *_heads(heads, beside, draw(st.integers(0, 3)) == 0 and merged)]
    body: list[list[str]] = []
    if draw(st.booleans()):
        for number in range(1, draw(st.integers(1, 4)) + 1):
            if draw(st.integers(0, 3)) == 0:
                rows.append(_across(draw(SECTIONS), draw(st.integers(0, 2)), merged))
            line = [draw(st.sampled_from(texts)) for texts in (ITEMS, PROBLEMS, DONE)]
            typed, read = _with_same(line, body, draw(SAME)) if body and draw(st.integers(0, 4)) == 0 else (line, line)
            rows.append([number, *typed, *(["张三"] if beside else [])])
            body.append(read)
        if draw(st.integers(0, 3)) == 0:
            rows.append(_across(draw(TOTAL), draw(st.integers(0, 1)), merged))
    else:
        rows.append(_none_row(draw(NONE), draw(st.integers(0, 4)), merged))
    if draw(st.integers(0, 3)) == 0:
        rows.append(_across(draw(FURNITURE), draw(st.integers(0, 1)), merged))
    elif draw(st.booleans()):
        rows.append(["备注", "无"])
    if draw(st.booleans()):
        rows.append([f"{draw(CLOSERS)}：李四"])
    return Made([*rows, *foot], unit, body)


def _heads(heads: list[str], beside: list[str], double: bool) -> Rows:
    """The column titles; ``double``: in two lines, problem and rectification under one title, the others merged over both."""
    if not double:
        return [[*heads, *beside]]
    return [[*heads[:2], "自查自纠情况", "<", *beside], ["^", "^", *heads[2:], *("^" for _ in beside)]]


def _with_same(line: list[str], body: list[list[str]], same: str) -> tuple[list[str], list[str]]:
    """A row whose problem is that of the row above: as typed, and as it is read."""
    meant = body[-1][1].removesuffix(DITTO_MARK)
    return [line[0], same, line[2]], [line[0], f"{meant}{DITTO_MARK}", line[2]]


def _across(text: str, way: int, merged: bool) -> list[object]:
    """A heading alone in its row: merged over the table, in the number's column, or in the item's."""
    return [text, "<", "<", "<"] if way == 0 and merged else [text, "", "", ""] if way == 1 else ["", text, "", ""]


def _none_row(text: str, way: int, merged: bool) -> list[object]:
    ways: tuple[list[object], ...] = (
        [1, text, "", ""],
        [1, "", text, ""],
        [1, "无", text, "无"],
        [text, "<", "<", "<"],
        [1, text, "<", "<"],
    )
    return ways[way if merged else min(way, 2)]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where returns are read; its campaign is not shown when a case fails."""

    campaign: Campaign = field(repr=False)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    office = make_office(tmp_path_factory.mktemp("generated") / "行动")
    return Desk(open_campaign(office.folder, Moment(now=BEGIN)).campaign)


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with open_readers(1) as opened:
        yield opened


def reads_as_the_plain_one(found: Submission, given_: Made) -> None:
    """The same unit, day and rows and nothing to send back; or one question, and no other unit."""
    told = [(fault.place.cell, fault.kind.code, fault.message) for fault in found.faults if fault.kind.weight is not Weight.NOTE]
    assert not [fault for fault in found.faults if fault.kind.weight is Weight.REJECT], (told, given_.rows)
    assert found.unit in (given_.unit, None), (found.unit, given_.rows)
    assert len(told) <= 1, (told, given_.rows)
    if not told:
        (form,) = found.forms
        assert (form.form, found.unit, form.filed_on) == ("approval", given_.unit, FILED), given_.rows
        assert (rows_of(form), form.nil) == (given_.body, not given_.body), given_.rows


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(given_=made())
def test_whatever_the_words_it_reads_as_the_plain_one(given_: Made, desk: Desk) -> None:
    book = RawBook(kind=FileKind.XLSX, sheets=(sheet(as_page(given_.rows)),))
    reads_as_the_plain_one(
        read_submission(book, Context(campaign=desk.campaign, arrival=Arrival(source="returns/1.xlsx", received_at=at(18)))), given_
    )


@pytest.mark.parametrize("container", CONTAINERS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_the_file_it_reads_as_the_plain_one(
    container: str, data: st.DataObject, desk: Desk, readers: Readers, tmp_path: Path
) -> None:
    name, write = CONTAINERS[container]
    given_ = data.draw(made(merged="merged" in container))
    path = tmp_path / name
    path.write_bytes(write(given_.rows))
    reads_as_the_plain_one(read_file(path, desk.campaign, readers, name), given_)
