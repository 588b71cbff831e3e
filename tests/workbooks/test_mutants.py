"""Damaged files never raise, hang or end the run: random bytes changed in every format we read."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
import xlsxwriter

from duchá.workbooks.intake import take_in_many
from duchá.workbooks.pool import open_readers
from duchá.workbooks.sheets.model import FileKind, RawBook
from workbooks.build import read, xlsx, zipped
from workbooks.test_docx import p, word
from workbooks.test_html import page
from workbooks.test_ods import ods, row, table, text
from workbooks.test_xls import biff2
from workbooks.test_xlsb import PAGE, xlsb
from workbooks.test_xml2003 import book, cell, sheet


def excel() -> bytes:
    saved = io.BytesIO()
    made = xlsxwriter.Workbook(saved)
    page_ = made.add_worksheet("附件2")
    for n in range(12):
        page_.write_row(n, 0, [n, f"问题{n}", n / 7, True])
    page_.write_formula(3, 5, "=1+1")
    page_.merge_range(20, 0, 20, 3, "x")
    made.close()
    return saved.getvalue()


def letter() -> bytes:
    saved = io.BytesIO()
    document = docx.Document()
    document.add_table(2, 2).cell(0, 0).text = "x"
    document.save(saved)
    return saved.getvalue()


SEEDS = {
    "xlsx": excel,
    "docx": letter,
    "small docx": lambda: word("<w:tbl><w:tr><w:tc>" + p("x") + "</w:tc></w:tr></w:tbl>" + p("y")),
    "ods": lambda: ods(table(row(text("x"), text("y")) + row(text("z")))),
    "xls": lambda: biff2((0, 0, "No"), (1, 0, 1.0), (2, 3, "x")),
    "xlsb": lambda: xlsb(PAGE),
    "csv": lambda: '序号,项目\r\n1,"甲,乙"\r\n'.encode("gbk") * 5,
    "html": lambda: page("<tr><td rowspan=2>1</td><td>许可</td></tr>").encode("gbk"),
    "xml2003": lambda: book(sheet(f"<Row>{cell('String', 'x')}{cell('Number', '1')}</Row>")),
}


def mutant(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        at = chance.randrange(len(changed))
        what = chance.randrange(4)
        if what == 0:
            changed[at] = chance.randrange(256)
        elif what == 1:
            changed[at] ^= 1 << chance.randrange(8)
        elif what == 2:
            del changed[at : at + chance.randrange(1, 20)]
        else:
            changed[at:at] = bytes(chance.choice((0, 255, chance.randrange(256))) for _ in range(chance.randrange(1, 8)))
        changed = changed or bytearray(b"x")
    return bytes(changed)


def inner_mutant(data: bytes, chance: random.Random) -> bytes:
    """A part changed inside a sound zip: what gets past the checksums."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    name = chance.choice([name for name in parts if parts[name]])
    return zipped({**parts, name: mutant(parts[name], chance)})


@pytest.mark.parametrize("kind", SEEDS)
def test_a_changed_file_is_read_or_refused(kind: str) -> None:
    chance, data = random.Random(kind), SEEDS[kind]()
    zipped_kind = data.startswith(b"PK")
    for turn in range(120):
        changed = inner_mutant(data, chance) if zipped_kind and turn % 2 else mutant(data, chance)
        found, faults = read(changed)
        assert found is not None or faults
        assert found is None or isinstance(found, RawBook)


def test_a_folder_of_damaged_files_costs_no_good_one(tmp_path: Path) -> None:
    chance = random.Random(2015)
    good = xlsx('<row r="1"><c r="A1"><v>7</v></c></row>')
    files = []
    for n in range(90):
        data = good if n % 3 == 0 else mutant(chance.choice(list(SEEDS.values()))(), chance)
        files.append(tmp_path / f"{n:03}.xlsx")
        files[-1].write_bytes(data)
    with open_readers(2) as readers:
        taken = (
            (n, intake.stored, intake.kind, "x.xlsx") for n, (intake, _) in enumerate(take_in_many(files, tmp_path / "archive")) if intake
        )
        answers = {n: (book_, faults) for n, book_, faults in readers.read_many(taken)}
    for n in range(0, 90, 3):
        book_, faults = answers[n]
        assert book_ is not None and not faults and book_.sheets[0].value(1, 1) == 7
    assert all(book_ is not None or faults for book_, faults in answers.values())


@pytest.mark.office
def test_a_real_xls_changed_at_random_is_read_or_refused(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "a.xlsx").write_bytes(excel())
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xls",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    data, chance = (tmp_path / "a.xls").read_bytes(), random.Random(97)
    for _ in range(150):
        found, faults = read(mutant(data, chance), "a.xls")
        assert (found is not None and found.kind in (FileKind.XLS, FileKind.CSV)) or faults
