"""D: what is said of a whole submission, or of several. Each function makes what arrives for one pattern, day by day."""

from __future__ import annotations

from returns.paper import LINE, UNIT, Batches, Files, Rows, book, docx, page, saved, xlsx

TWO: Rows = [[1, *LINE], [2, "代理记账许可", "未公示收费依据", "已于11月17日公示"]]


def whole(unit: str = UNIT, body: Rows | None = None) -> bytes:
    forms = (("附件2", "approval"), ("附件3", "supervision-systems"), ("附件4", "supervision-problems"))
    return saved(book(*((name, page(form, body if form != "supervision-systems" else None, unit=unit)) for name, form in forms)))


def three_of_forty_one() -> Files:
    return {f"{unit}.xlsx": whole(unit) for unit in (UNIT, "区民政局", "区司法局")}


def late() -> Batches:
    return [(23, {"附件2.xlsx": xlsx()})]


def twice_the_same() -> Batches:
    again = book(("Sheet1", page()))
    again.worksheets[0].column_dimensions["B"].width = 40
    return [(18, {"附件2.xlsx": xlsx()}), (19, {"重发/附件2.xlsx": xlsx(), "重发/附件2-另存.xlsx": saved(again)})]


def corrected() -> Batches:
    return [(18, {"附件2.xlsx": xlsx()}), (20, {"附件2（更正）.xlsx": xlsx(page(body=TWO))})]


def at_one_moment() -> Files:
    return {"附件2甲.xlsx": xlsx(), "附件2乙.xlsx": xlsx(page(body=TWO))}


def only_what_changed() -> Batches:
    return [(18, {"附件2.xlsx": xlsx(page(body=TWO))}), (20, {"附件2（补充）.xlsx": xlsx(page(body=[[1, "彩票销售许可", *LINE[1:]]]))})]


def nothing_found() -> Files:
    return {"附件2.xlsx": xlsx(page(body=[[1], [2], ["…"]]))}


def untouched() -> Files:
    line = [f"部门（盖章）：{UNIT}", "部门纪检监察组织（盖章）：", "填报日期：", "    年  月  日"]
    return {"附件2.xlsx": xlsx(page(body=[[1], [2], ["…"]], line=line, tail=[["备注"]]))}


def below_the_example() -> Files:
    example = ["例", "危险化学品经营许可", "办理时限超过承诺期限2件", "11月16日已补办完毕，并修订限时办结规定"]
    return {"附件2.xlsx": xlsx(page(body=[example, [1, *LINE]]))}


def not_on_the_roster() -> Files:
    return {"附件2.xlsx": xlsx(page(unit="高桥镇人民政府"))}


def two_units_in_one() -> Files:
    return {"附件2.xlsx": xlsx(page(unit="区外办、区侨办"))}


def no_seals() -> Files:
    line = [f"部门（盖章）：{UNIT}", "部门纪检监察组织（盖章）：", "填报日期：", "2015年11月18日"]
    return {"附件2.xlsx": xlsx(page(line=line))}


def report_and_forms_differ() -> Files:
    said = ["区财政局自查自纠情况报告", "经自查，共发现问题5个，均已整改。", "区财政局", "2015年11月18日"]
    return {"区财政局.docx": docx(said, [page()[2:], page("supervision-problems", TWO)[2:]])}


def copied_between_units() -> Files:
    line = [[1, "日常检查", "部分企业安全生产台账记录不完整，检查后未及时复查", "已于11月16日完成复查，并建立台账管理制度"]]
    return {f"{unit}附件4.xlsx": xlsx(page("supervision-problems", line, unit=unit)) for unit in (UNIT, "区民政局")}


def problem_without_rectification() -> Files:
    return {
        "附件2.xlsx": xlsx(page(body=[[1, LINE[0], LINE[1], ""]])),
        "附件4.xlsx": xlsx(page("supervision-problems", [[1, LINE[0], "无", LINE[2]]])),
    }


def in_the_wrong_form() -> Files:
    return {"附件2.xlsx": xlsx([*page()[:3], *page("supervision-problems")[3:]])}


def programs() -> Files:
    return {"附件2.xls.exe": b"MZ" + bytes(200), "附件2.js": b'var shell = new ActiveXObject("WScript.Shell");\nshell.Run("cmd");\n'}


def personal_data() -> Files:
    return {"附件2.xlsx": xlsx(page(body=[[1, LINE[0], "举报人身份证号320602197001011234反映超时办结2件", LINE[2]]]))}


def from_elsewhere() -> Files:
    head = ["序号", "项目名称", "存在问题", "整改情况"]
    return {
        "附件2.xlsx": xlsx(page(title="句容市工程建设领域突出问题排查表", head=["序号", "工程名称", "排查情况", "处理结果"])),
        "附件4.xlsx": xlsx(page(title="句容市作风建设自查情况表", head=head)),
    }
