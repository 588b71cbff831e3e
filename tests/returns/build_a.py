"""A: files and containers as they come in. Each function makes what arrives for one pattern."""

from __future__ import annotations

from datetime import datetime

from openpyxl.drawing.image import Image
from openpyxl.worksheet.protection import SheetProtection
from PIL import Image as Picture

from duchá.demo.write_package import gbk_zip, small_pdf
from returns.paper import (
    LINE,
    SAVED,
    Files,
    as_csv,
    as_html,
    as_ods,
    as_xml2003,
    book,
    changed,
    docx,
    opened,
    page,
    parts,
    renamed,
    saved,
    xlsx,
)
from workbooks.build import ole, zipped

SHEET, STYLES, BOOK = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)
OLD = (SAVED / "old.xls").read_bytes()  # 附件2 of 区财政局, saved as BIFF8 by LibreOffice


def three() -> tuple[tuple[str, list[list[object]]], ...]:
    return tuple(
        (number, page(form))
        for number, form in (("附件2", "approval"), ("附件3", "supervision-systems"), ("附件4", "supervision-problems"))
    )


def old_xls() -> Files:
    return {"附件2.xls": OLD}


def et_with_biff() -> Files:
    return {"附件2.et": OLD}


def et_with_zip() -> Files:
    return {"附件2.et": xlsx(), "附件4.et": zipped({"content.dat": b"\x01\x02"})}


def xls_named_xlsx() -> Files:
    return {"附件2.xlsx": OLD}


def html_named_xls() -> Files:
    return {"报表.xls": as_html(page()).encode("gb18030")}


def xml_named_xls() -> Files:
    return {"附件2.xls": as_xml2003(page()).encode()}


def tabs_named_xls() -> Files:
    return {"统计.xls": as_csv(page(), "\t").encode("gb18030")}


def csv_gbk() -> Files:
    return {"附件2.csv": as_csv(page()).encode("gb18030")}


def csv_bom() -> Files:
    rows = page()
    return {
        "附件2.csv": as_csv(
            [
                rows[3],
                *rows[4:],
                ["填表人：张三", "部门（盖章）：区财政局", "填报日期：2015年11月18日", "部门纪检监察组织（盖章）：区财政局纪检组"],
            ]
        ).encode("utf-8-sig")
    }


def macros() -> Files:
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    enabled = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return {
        "附件2.xlsm": changed(xlsx(), {"[Content_Types].xml": (main, enabled)}, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(600)})
    }


def open_document() -> Files:
    return {"附件2.ods": as_ods(page())}


def password() -> Files:
    return {"附件4.xlsx": ole("EncryptedPackage", "EncryptionInfo")}


def protected() -> Files:
    made = book(("Sheet1", page()))
    made.worksheets[0].protection = SheetProtection(sheet=True, password="1234")
    made.properties.contentStatus = "Final"  # 标记为最终版
    return {"附件2.xlsx": saved(made)}


def packed() -> Files:
    each = {f"{name}.xlsx": xlsx(rows, name) for name, rows in three()}
    return {"丹徒财政局.zip": zipped(each), "41个单位.rar": b"Rar!\x1a\x07\x00" + bytes(80)}


def packed_in_gbk() -> Files:
    return {"附件.zip": gbk_zip({"区财政局/附件2.xlsx": xlsx()})}


def stamped_scan() -> Files:
    return {"附件2(盖章).pdf": small_pdf()}


def photo() -> Files:
    return {"区财政局/IMG_20151119_083011.jpg": JPEG}


def word_tables() -> Files:
    return {"附件2.docx": docx(page()[1][:1], [page()[2:]]), "附件4.doc": ole("WordDocument", "1Table")}


def picture_in_cell() -> Files:
    made = book(("Sheet1", page(body=[[1, LINE[0], "", LINE[2]], [2, "代理记账许可", LINE[1], LINE[2]]])))
    made.worksheets[0]["C5"] = '=_xlfn.DISPIMG("ID_1F8C083117A04B6F90E9EABD4CC888DF",1)'
    return {
        "附件2.xlsx": changed(
            saved(made),
            {SHEET: ("</f><v></v>", '</f><v>=DISPIMG("ID_1F8C083117A04B6F90E9EABD4CC888DF",1)</v>')},
            {"xl/cellimages.xml": b"<etc:cellImages xmlns:etc='http://www.wps.cn/officeDocument/2017/etCustomData'/>"},
        )
    }


def picture_only() -> Files:
    import io

    drawn = io.BytesIO()
    Picture.new("RGB", (8, 8)).save(drawn, "PNG")
    made = book(("Sheet1", []))
    made.worksheets[0].add_image(Image(io.BytesIO(drawn.getvalue())), "A1")
    return {"附件2.xlsx": saved(made)}


def broken() -> Files:
    whole = xlsx()
    return {"1.xlsx": b"", "2.xlsx": whole[: len(whole) * 6 // 10], "3.xlsx": whole[:-1]}


def left_behind() -> Files:
    lock = b"\x07owner"
    return {
        "~$附件2.xls": lock,
        ".~附件2.et": lock,
        "Thumbs.db": lock,
        ".DS_Store": lock,
        "__MACOSX/._附件2.xlsx": lock,
        "附件2.xlsx": xlsx(),
    }


def copies_by_name() -> Files:
    units = ("区财政局", "区民政局", "区教育局", "区司法局")
    names = ("附件2 (1).xlsx", "附件2-最终版.xlsx", "附件2-最终版2(已盖章).xlsx", "新建 XLS 工作表.xls")
    return {name: xlsx(page(unit=unit)) for name, unit in zip(names, units, strict=True)}


def nobody() -> Files:
    return {"附件2.xlsx": xlsx(page(unit="")), "区民政局/附件4.xlsx": xlsx(page("supervision-problems", unit=""))}


def two_witnesses() -> Files:
    return {"区民政局附件2.xls": xlsx()}


def sub_units() -> Files:
    names = ("局机关", "卫生监督所", "疾控中心")
    pages = [(name, page(body=[[1, f"{name}许可", *LINE[1:]]], unit="区卫计委")) for name in names]
    return {"区卫计委附件2.xlsx": saved(book(*pages))}


def stacked() -> Files:
    rows = [row for _, form in three() for row in [*form, []]]
    return {"附件2.xlsx": xlsx(rows)}


def apart() -> Files:
    other = [
        (name, page(form, unit="区民政局"))
        for name, form in (("附件2", "approval"), ("附件3", "supervision-systems"), ("附件4", "supervision-problems"))
    ]
    return {**{f"区财政局{name}.xlsx": xlsx(rows) for name, rows in three()}, "区民政局.xlsx": saved(book(*other))}


def more_sheets() -> Files:
    rest: list[list[object]] = [["科室", "人数"], *[[f"{n}科", n] for n in range(1, 12)]]
    return {"附件2.xlsx": saved(book(("Sheet1", page()), ("Sheet2", rest), ("Sheet3", [])))}


def hidden_sheet() -> Files:
    made = book(("附件2", page()), ("2014年", page(body=[[1, "旧项目", *LINE[1:]]])))
    made["2014年"].sheet_state = "hidden"
    return {"附件2.xlsx": saved(made)}


def last_year() -> Files:
    return {"附件2.xlsx": xlsx(page(head=["序号", "事项", "检查时间", "检查结果"]))}


def empty_fill() -> Files:
    fill = '<fill><patternFill patternType="gray125"/></fill>'
    return {"附件2.xlsx": changed(xlsx(), {STYLES: (fill, "<fill/>")})}


def part_names() -> Files:
    return {"附件2.xlsx": renamed(xlsx(), {"xl/sharedStrings.xml": "xl/SharedStrings.xml"})}


def false_dimension() -> Files:
    data = xlsx()
    text = parts(data)[SHEET].decode()
    start = text.index("<dimension")
    return {"附件2.xlsx": changed(data, {SHEET: (text[start : text.index("/>", start) + 2], '<dimension ref="A1"/>')})}


def formatted_to_the_end() -> Files:
    made = book(("Sheet1", page()))
    sheet = made.worksheets[0]
    sheet.cell(1_048_576, 16_384).number_format = "0.00"
    for row in range(200, 4_000):
        sheet.cell(row, 3).number_format = "0.00"
    return {"附件2.xlsx": saved(made)}


def forty_thousand_merges() -> Files:
    merges = "".join(f'<mergeCell ref="A{row}:D{row}"/>' for row in range(100, 42_100))
    return {"附件2.xlsx": changed(xlsx(), {SHEET: ("</sheetData>", f'</sheetData><mergeCells count="42000">{merges}</mergeCells>')})}


def mac_dates() -> Files:
    made = book(("Sheet1", page(date=datetime(2015, 11, 18))))  # noqa: DTZ001 - a workbook knows no zone
    made.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a workbook knows no zone
    return {"附件2.xlsx": saved(made)}


def strict() -> Files:
    swaps = (
        ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
        ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    found = parts(xlsx())
    for old, new in swaps:
        found = {name: part.replace(old.encode(), new.encode()) for name, part in found.items()}
    return {"附件2.xlsx": zipped(found)}


def classified() -> Files:
    marked = page()
    marked[0] = ["机密★1年"]
    return {"附件2.xlsx": xlsx(marked), "附件4(秘密).xls": OLD, "区民政局.xlsx": xlsx(page(unit="区民政局"))}


def stray(data: bytes) -> bytes:
    made = opened(data)
    made.worksheets[0]["XFD1048576"] = 1
    return saved(made)
