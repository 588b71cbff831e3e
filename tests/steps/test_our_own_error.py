"""An error of our own code over a file is ours (B01): its own code, nothing sent back, kept for the maintainer without a cell's text, read again later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import duchá
from duchá.steps.check import Inspection, check
from duchá.steps.resolve import Action, Answer, resolve
from duchá.submissions.read import returns
from duchá.terms.moment import Moment
from duchá.workbooks import pool
from duchá.workbooks.child import failure_of, served_answer
from duchá.workbooks.package.xml import new_parser, run
from duchá.workbooks.pool import Unserved, open_readers
from duchá.workbooks.sheets.faults import BAD_PACKAGE, OUT_OF_REACH, READER_FAILED
from duchá.workbooks.sheets.model import FileKind
from duchá.workbooks.sheets.refused import Refused
from returns.build_a import OLD
from returns.paper import Rows, as_csv, as_html, as_ods, as_xml2003, docx, page, xlsx
from steps.office import ROW, Office, at
from workbooks.build import GOOD

SECRET = "某单位布防图"
FAILING = "ast:literal_eval"  # given a request, it raises a ValueError that repeats the request


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Every reader fails by our own fault, whatever it is given."""
    fail(monkeypatch)
    return monkeypatch


def fail(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pool, returns):
        monkeypatch.setattr(module, "_READ", FAILING)


def test_it_is_never_told_as_the_sender_s_damaged_file(office: Office, failing: pytest.MonkeyPatch) -> None:
    office.fill("区安监局", supervision_problems=[ROW])
    (item,) = office.collect().submissions
    (fault,) = item["faults"]
    assert (item["status"], fault["code"], item["marked_copy"]) == ("held", "S033", None)
    assert "不是报送单位的文件有问题" in fault["message"] and "损坏" not in fault["message"] and duchá.__version__ in fault["message"]
    assert not list((office.folder / "returned").iterdir())
    kept = fault["remedy"].split("写入 ")[1].split("（")[0]
    assert (office.folder / kept).is_file() and kept.startswith(".duchá/errors/")


def test_what_is_kept_tells_where_and_no_cell(office: Office, failing: pytest.MonkeyPatch) -> None:
    office.fill("区安监局", supervision_problems=[{**ROW, "problem": SECRET}])
    office.collect()
    (kept,) = (office.folder / ".duchá" / "errors").iterdir()
    told = kept.read_text(encoding="utf-8")
    assert "builtins.ValueError" in told and "ast.py:" in told and "区安监局.xlsx" in told and duchá.__version__ in told
    assert SECRET not in told and str(office.folder) not in told and "malformed node" not in told


@pytest.mark.parametrize(("call", "status", "code"), [(FAILING, "held", "S033"), ("sys:exit", "refused", "S023")])
def test_the_others_go_on(call: str, status: str, code: str, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where our own code fails, and where the process ends."""
    for unit in ("区安监局", "区民政局", "区财政局"):
        office.fill(unit, supervision_problems=[ROW])
    whole = returns._asking

    def asking(file: returns.StoredReturn, place: str) -> tuple[str, object, str]:
        usual, request, about = whole(file, place)
        return (call if file.name.startswith("区民政局") else usual), request, about

    monkeypatch.setattr(returns, "_asking", asking)
    items = {Path(item["source"]).stem: item for item in office.collect().submissions}
    assert {name: item["status"] for name, item in items.items()} == {"区安监局": "accepted", "区民政局": status, "区财政局": "accepted"}
    assert [fault["code"] for fault in items["区民政局"]["faults"]] == [code]


def test_after_an_upgrade_it_is_read_again_by_itself(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.fill("区安监局", supervision_problems=[ROW])
    with monkeypatch.context() as failing:
        fail(failing)
        office.collect()
    assert office.collect(now=at(19)).rejudged == ()  # the same program: nothing to expect
    monkeypatch.setattr(duchá, "__version__", "0.1.0.dev1")
    (item,) = office.collect(now=at(20)).rejudged
    assert (item["status"], item["unit"], item["late_days"]) == ("accepted", "区安监局", 0)
    assert office.collect(now=at(21)).rejudged == ()


def test_read_again_it_may_fail_again_and_the_others_go_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read again is judged in a guarded process too: whatever our code does there ends no run, this year's or the next."""
    office.fill("区安监局", supervision_problems=[ROW])
    fail(monkeypatch)
    office.collect()
    monkeypatch.undo()
    monkeypatch.setattr(returns, "_AGAIN", FAILING)
    monkeypatch.setattr(duchá, "__version__", "0.1.0.dev1")
    office.fill("区财政局", supervision_problems=[ROW])
    done = office.collect(now=at(19))
    assert done.rejudged == () and [item["status"] for item in done.submissions if item["unit"] == "区财政局"] == ["accepted"]
    monkeypatch.undo()
    monkeypatch.setattr(duchá, "__version__", "0.1.0.dev2")
    assert [item["status"] for item in office.collect(now=at(20)).rejudged] == ["accepted"]


def test_what_comes_is_read_where_a_file_can_do_no_harm_whichever_time_it_is_read(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """No cell of a file is looked at outside the guarded processes, be it collected, answered or judged again."""
    line = ["部门（盖章）：区财税局", "部门纪检监察组织（盖章）：纪检组", "填报日期：", "2015年11月18日"]
    whole = xlsx(page(line=line, body=[[1, "会计从业资格许可", "超过承诺时限办结2件", "已补办"]]))
    (office.folder / "returns" / "附件2.xlsx").write_bytes(whole)

    def here(*_: object) -> None:
        raise AssertionError("a file is judged in this process")

    monkeypatch.setattr("duchá.submissions.read.submission.check_submission", here)
    (item,) = office.collect().submissions
    assert item["status"] == "held"
    done = resolve(office.open(at(19)), Answer(receipt=item["receipt"], action=Action.UNIT, unit="区财政局"))
    assert (done.receipt.status.value, done.receipt.unit) == ("accepted", "区财政局")


def test_outside_a_campaign_it_is_said_and_nothing_is_left(tmp_path: Path, failing: pytest.MonkeyPatch) -> None:
    path = tmp_path / "附件2.xlsx"
    path.write_bytes(GOOD)
    done = check(tmp_path, Inspection(files=(path,)), Moment(now=at(18)))
    (fault,) = done.submissions[0]["faults"]
    assert fault["code"] == READER_FAILED.code and "请告知本程序的维护人员" in fault["remedy"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["附件2.xlsx"]


def test_what_is_made_of_the_cells_may_fail_as_well(office: Office, tmp_path: Path) -> None:
    """An error after the cells are read costs one file too: here the process has no campaign to hold them against."""
    office.fill("区安监局", supervision_problems=[ROW])
    (path,) = (office.folder / "returns").iterdir()
    place = {"path": str(path), "kind": "xlsx", "name": path.name, "sha256": "", "faults": [], "context": str(tmp_path / "gone")}
    with open_readers(1) as readers:
        answer = readers.ask(returns._READ, place | {"arrival": []}, path.name)
    assert isinstance(answer, Unserved) and answer.reason == "failed"


def test_a_process_that_is_killed_is_still_the_file_s_doing(tmp_path: Path) -> None:
    """An abort of a library cannot be told from a killed process: the file is out of reach."""
    with open_readers(1) as readers:
        answer = readers.ask("os:abort", {}, "x")
        assert isinstance(answer, Unserved) and answer.reason in ("died", "failed")
        (tmp_path / "a").write_bytes(GOOD)
        assert readers.read(tmp_path / "a", FileKind.XLSX, "a.xlsx")[1] == ()
    assert OUT_OF_REACH.code == "S023"


@pytest.mark.parametrize(
    ("call", "state", "told"),
    [
        ("ast:literal_eval", b"!", "builtins.ValueError"),
        ("json:nothing_of_the_kind", b"!", "builtins.AttributeError: module 'json' has no attribute 'nothing_of_the_kind'"),
        ("no.such.module:f", b"!", "builtins.ModuleNotFoundError: No module named 'no'"),
    ],
)
def test_how_it_failed_is_told_by_type_and_place(call: str, state: bytes, told: str) -> None:
    answered, body = served_answer({"call": call, "text": SECRET})
    assert answered == state and body.decode().splitlines()[-1] == told and SECRET not in body.decode()


def test_a_failure_of_ours_while_a_part_is_parsed_is_not_told_as_a_part_that_is_badly_written() -> None:
    """The parser calls back our own code: what fails there is ours; an encoding that nobody knows is the file's."""
    nothing: dict[str, str] = {}
    parser = new_parser()
    parser.StartElementHandler = lambda name, attributes: nothing[name]
    with pytest.raises(KeyError):
        run(parser, b"<a/>")
    with pytest.raises(Refused) as refused:
        run(new_parser(), b'<?xml version="1.0" encoding="x-unknown"?><a/>')
    assert refused.value.fault("1.xlsx").kind is BAD_PACKAGE


ROWS: Rows = [["序号", "审批项目名称"], [1, "会计从业资格许可"]]


@pytest.mark.parametrize(
    ("step", "kind", "data"),
    [
        ("xlsx._around", FileKind.XLSX, GOOD),
        ("xls._grid", FileKind.XLS, OLD),
        ("xls._styles", FileKind.XLS, OLD),
        ("html._span", FileKind.HTML, as_html(ROWS).encode()),
        ("ods.value_of", FileKind.ODS, as_ods(ROWS)),
        ("docx._sheets", FileKind.DOCX, docx(["附件2"], [ROWS])),
        ("text._rows", FileKind.CSV, as_csv(ROWS).encode()),
        ("xml2003._typed", FileKind.XML2003, as_xml2003(ROWS).encode()),
    ],
)
def test_whichever_reader_fails_it_is_ours(step: str, kind: FileKind, data: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the midst of each format: never a file that is damaged, and no word of a cell in what is kept."""
    nothing: dict[str, str] = {}
    monkeypatch.setattr(f"duchá.workbooks.formats.{step}", lambda *_, **__: nothing[SECRET])
    path = tmp_path / "1"
    path.write_bytes(data)
    state, told = served_answer({"call": pool._READ, "path": str(path), "kind": kind.value, "name": "1"})
    assert state == b"!" and told.decode().splitlines()[-1] == "builtins.KeyError" and SECRET not in told.decode()


def test_a_lack_of_memory_is_no_error_of_ours() -> None:
    assert served_answer({"call": "steps.test_our_own_error:greedy"}) == (b"~", b"")


def greedy(request: object) -> bytes:
    raise MemoryError(request)


def test_what_an_error_says_is_left_out_unless_it_is_about_code() -> None:
    try:
        try:
            int(SECRET)
        except ValueError:
            None.strip()  # type: ignore[attr-defined]  # that is the error
    except AttributeError as error:
        told = failure_of(error)
    assert SECRET not in told and "'NoneType' object has no attribute 'strip'" in told and "builtins.ValueError" in told
    assert json.dumps(told)
