"""B: how a table was changed on its way. Each function makes what arrives for one pattern."""

from __future__ import annotations

from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from returns.paper import LINE, UNIT, Files, Rows, book, changed, page, saved, stored, xlsx
from workbooks.build import relations

SHEET = "xl/worksheets/sheet1.xml"
ITEM, PROBLEM, DONE = LINE
TWO: Rows = [[1, *LINE], [2, "代理记账许可", "未公示收费依据", "已于11月17日公示"]]


def one(rows: Rows) -> Files:
    return {"附件2.xlsx": xlsx(rows)}


def with_book(rows: Rows, change: Any) -> Files:
    made = book(("Sheet1", rows))
    change(made.worksheets[0])
    return {"附件2.xlsx": saved(made)}


def title_rows() -> Files:
    return with_book([["附件2："], ["部门行政审批自查自纠情况报表"], [], *page()[2:]], lambda sheet: sheet.merge_cells("A2:D2"))


def double_header() -> Files:
    rows = page(
        head=["序号", "审批项目名称", "发现存在问题", "", "整改情况"],
        body=[["", "", "问题", "原因", ""], [1, ITEM, PROBLEM, "人手不足", DONE]],
    )

    def merge(sheet: Any) -> None:
        for box in ("C4:D4", "A4:A5", "B4:B5", "E4:E5"):
            sheet.merge_cells(box)

    return with_book(rows, merge)


def header_on_every_page() -> Files:
    head = page()[3]
    body = [[n, f"{ITEM}{n}", PROBLEM, DONE] for n in range(1, 7)]
    return one(page(body=[*body[:2], head, *body[2:4], head, *body[4:]]))


def columns_moved() -> Files:
    return one(page(head=["序号", "审批项目名称", "整改情况", "发现存在问题"], body=[[1, ITEM, DONE, PROBLEM]]))


def column_names() -> Files:
    return one(page(head=["序号", "审批项目名称", "发现的问题", "整改落实情况"]))


def unknown_column() -> Files:
    return one(page(head=["序号", "审批项目名称", "情况说明", "整改情况"]))


def more_columns() -> Files:
    return one(page(head=["序号", "审批项目名称", "发现存在问题", "整改情况", "责任人", "完成时限"], body=[[1, *LINE, "张三", "11月底前"]]))


def no_numbers() -> Files:
    return one(page(head=["审批项目名称", "发现存在问题", "整改情况"], body=[LINE]))


def column_deleted() -> Files:
    return one(page(head=["序号", "审批项目名称", "发现存在问题"], body=[[1, ITEM, PROBLEM]]))


def empty_columns() -> Files:
    return one([["", "", *row] for row in page()])


def filtered() -> Files:
    def hide(sheet: Any) -> None:
        sheet.auto_filter.ref = "A4:D6"
        sheet.row_dimensions[6].hidden = True
        sheet.column_dimensions["D"].hidden = True

    return with_book(page(body=TWO), hide)


def merged_down() -> Files:
    rows = page(body=[[1, ITEM, PROBLEM, DONE], [None, None, "未公示收费依据", "已公示"], [None, None, "未一次性告知", "已制发告知单"]])

    def merge(sheet: Any) -> None:
        sheet.merge_cells("A5:A7")
        sheet.merge_cells("B5:B7")

    return with_book(rows, merge)


def merged_across() -> Files:
    return with_book(page(body=[[1, ITEM, "已全部整改完毕", None]]), lambda sheet: sheet.merge_cells("C5:D5"))


def several_in_one() -> Files:
    return one(page(body=[[1, ITEM, "1.未公示收费依据；\n2.超时办结2件", DONE]]))


def one_over_rows() -> Files:
    joined = page(body=[[1, ITEM, "超过承诺时限办结", DONE], ["", "", "2件，未说明原因", ""]])
    unclear = page(body=[[1, ITEM, "超过承诺时限办结2件。", DONE], ["", "", "另有材料不全3件", ""]], unit="区民政局")
    return {"附件2.xlsx": xlsx(joined), "附件2-2.xlsx": xlsx(unclear)}


def empty_rows() -> Files:
    return one(page(body=[TWO[0], [], [], [], TWO[1]]))


def placeholder() -> Files:
    return one(page(body=[*TWO, ["…", "", "", ""], ["……", "", "", ""]]))


def totals() -> Files:
    agrees = page(body=[*TWO, ["合计", "", "2个", "2个"]])
    differs = page(body=[*TWO, ["合计", "", "5个", "5个"]], unit="区民政局")
    return {"附件2.xlsx": xlsx(agrees), "附件2-2.xlsx": xlsx(differs)}


def remark() -> Files:
    return one(page(tail=[["备注", "无"]]))


def remark_deleted() -> Files:
    systems = page("supervision-systems", tail=[])
    return {"附件2.xlsx": xlsx(page(tail=[])), "附件3.xlsx": xlsx(systems)}


def notes() -> Files:
    tail = [["备注", "无"], ["注：1. 本表仅填写自查中发现问"], ["3、情况复杂可另附页说明。"]]
    return one(page(tail=tail))


def signatures() -> Files:
    tail = [["备注", "无"], ["填表人：张三", "联系电话：84430001", "审核人：李四"]]
    return one(page(tail=tail))


def numbers_as_written() -> Files:
    written = ["一、", "(1)", "①", "1.", "001", "3", "3"]
    return one(page(body=[[text, f"{ITEM}之{at}", PROBLEM, DONE] for at, text in enumerate(written, 1)]))


def transposed() -> Files:
    head, lines = page()[3], [[1, *LINE], [2, *TWO[1][1:]]]
    return one([*page()[:3], *[[title, *(line[at] for line in lines)] for at, title in enumerate(head)]])


def side_by_side() -> Files:
    left, right = page(), page("supervision-problems")
    return one([[*(row + [""] * 5)[:5], *other] for row, other in zip(left, right, strict=True)])


def comments() -> Files:
    def comment(sheet: Any) -> None:
        sheet["D5"].comment = Comment("已于11.18整改", "张三")

    return with_book(page(), comment)


def text_box() -> Files:
    data = xlsx(page(body=[[1, ITEM, PROBLEM, ""]]))
    space = "http://schemas.openxmlformats.org/drawingml/2006/"
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{space}spreadsheetDrawing" xmlns:a="{space}main"><xdr:twoCellAnchor>'
        "<xdr:from><xdr:col>3</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        "<xdr:to><xdr:col>4</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>5</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
        '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="t"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/>'
        "<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>已于11月16日整改</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    part = {
        "xl/drawings/drawing1.xml": drawing.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../drawings/drawing1.xml")).encode(),
    }
    here = '<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/></worksheet>'
    return {"附件2.xlsx": changed(data, {SHEET: ("</worksheet>", here)}, part)}


def struck_out() -> Files:
    def strike(sheet: Any) -> None:
        for cell in sheet[6]:
            cell.font = Font(strike=True)

    return with_book(page(body=TWO), strike)


def colours() -> Files:
    def paint(sheet: Any) -> None:
        sheet["C5"].font = Font(color="FFFF0000")
        sheet["D6"].fill = PatternFill("solid", fgColor="FFFFFF00")

    return with_book(page(body=TWO), paint)


def formulas() -> Files:
    """C5 a stored result of a formula into another workbook, D5 #REF! in a required cell, B6 a formula never calculated."""
    made = book(("Sheet1", page(body=TWO)))
    sheet = made.worksheets[0]
    sheet["C5"], sheet["D5"], sheet["B6"] = "='[台账.xls]Sheet1'!B3", "=Sheet9!A1", "=B5"
    data = stored(saved(made), "C5", "'[台账.xls]Sheet1'!B3", PROBLEM, "str")
    return {"附件2.xlsx": stored(data, "D5", "Sheet9!A1", "#REF!", "e")}


def never_calculated() -> Files:
    made = book(("Sheet1", page(body=[[1, ITEM, "", DONE]])))
    made.worksheets[0]["C5"] = '=CONCATENATE(F5,"2件")'
    return {"附件2.xlsx": saved(made)}


def sheet_renamed() -> Files:
    return {"报送.xlsx": xlsx(page(unit=UNIT), "财政局")}
