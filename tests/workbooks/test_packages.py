"""Zip packages: claims are checked before anything is parsed; nothing is resolved (A2, A3, A11–A23)."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from conftest import work
from duchá.workbooks.sheets import faults
from workbooks.build import GOOD, book_of, parts_of, read, refusal, sheet_of, text_cell, xlsx, zipped

ROW = '<row r="1">' + text_cell("A1", "x") + "</row>"
DTD = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def patched(data: bytes, name: bytes, **fields: int) -> bytes:
    """The zip with fields of a member's central entry changed: what it says is no longer so."""
    places = {"flags": (8, "<H"), "method": (10, "<H"), "crc": (16, "<I"), "packed": (20, "<I"), "size": (24, "<I"), "offset": (42, "<I")}
    changed = bytearray(data)
    at = data.rindex(name, data.index(b"PK\x01\x02")) - 46
    for field, value in fields.items():
        struct.pack_into(places[field][1], changed, at + places[field][0], value)
    return bytes(changed)


@pytest.mark.parametrize("cut", [len(GOOD) * 6 // 10, len(GOOD) - 1, len(GOOD) - 10, len(GOOD) - 30, 200])
def test_a_cut_file_is_incomplete_not_an_archive(cut: int) -> None:
    fault = refusal(GOOD[:cut])
    assert fault.kind is faults.TRUNCATED


def test_a_wrong_checksum_is_refused() -> None:
    at = GOOD.index(b"PK\x01\x02")
    assert refusal(patched(GOOD, b"xl/workbook.xml", crc=1)).kind is faults.TRUNCATED
    assert refusal(GOOD[:60] + b"\xff\xff\xff" + GOOD[63:at] + GOOD[at:]).kind is faults.TRUNCATED


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"size": 10}, faults.BAD_PACKAGE),
        ({"size": 300 * 1024 * 1024}, faults.BOMB),
        ({"flags": 1}, faults.ENCRYPTED),
        ({"method": 14}, faults.BAD_PACKAGE),
        ({"offset": 0}, faults.BAD_PACKAGE),
        ({"packed": 10**6}, faults.BAD_PACKAGE),
    ],
)
def test_what_a_member_claims_is_checked(fields: dict[str, int], kind: faults.FaultKind) -> None:
    assert refusal(patched(GOOD, b"xl/worksheets/sheet1.xml", **fields)).kind is kind


def test_two_parts_of_one_name_are_refused() -> None:
    packed = io.BytesIO(GOOD)
    with zipfile.ZipFile(packed, "a") as target:
        target.writestr("XL/workbook.xml", "<workbook/>")
    assert refusal(packed.getvalue()).kind is faults.BAD_PACKAGE


def bomb(mebibytes: int) -> bytes:
    """A package whose shared strings are so many MiB of blanks."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts_of(sheet_of(ROW)).items():
            target.writestr(name, part)
        with target.open("xl/sharedStrings.xml", "w", force_zip64=False) as part:
            for _ in range(mebibytes):
                part.write(b" " * 1024 * 1024)
    return packed.getvalue()


def test_a_bomb_is_refused_at_once_however_large_it_is() -> None:
    large, larger = bomb(300), bomb(600)
    assert refusal(large).kind is refusal(larger).kind is faults.BOMB
    assert work(refusal, larger) == work(refusal, large)


def test_too_many_parts_are_refused_on_their_count() -> None:
    assert refusal(xlsx(ROW, **{f"xl/x{n}.bin": "" for n in range(6000)})).kind is faults.BOMB


def test_too_many_sheets_are_refused_before_they_are_read() -> None:
    assert refusal(zipped(parts_of([sheet_of(ROW)] * 500))).kind is faults.BOMB


@pytest.mark.parametrize("part", [*parts_of(""), "xl/sharedStrings.xml", "xl/styles.xml", "docProps/core.xml", "docProps/custom.xml"])
@pytest.mark.parametrize("declaration", [DTD, LAUGHS])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_wherever_it_stands(part: str, declaration: str, encoding: str) -> None:
    assert refusal(zipped({**parts_of(sheet_of(ROW)), part: f"{declaration}<a/>".encode(encoding)})).kind is faults.DOCTYPE


@pytest.mark.parametrize("missing", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_missing_part_is_never_an_empty_return(missing: str) -> None:
    parts = parts_of(sheet_of(ROW))
    del parts[missing]
    assert refusal(zipped(parts)).kind is faults.BAD_PACKAGE


def test_no_sheets_at_all_is_refused() -> None:
    assert refusal(zipped(parts_of([]))).kind is faults.BAD_PACKAGE


def test_broken_xml_is_refused_in_words() -> None:
    book, found = read(zipped(parts_of(sheet_of(ROW + "<row><c></row>"))))
    assert book is None and found[0].kind in (faults.BAD_PACKAGE, faults.OUT_OF_REACH)


def test_names_that_point_outside_are_only_names() -> None:
    book = book_of(xlsx(ROW, **{"../../evil.xml": "<a/>", "/etc/x.xml": "<a/>", "C:\\x.xml": "<a/>"}))
    assert book.sheets[0].rows == (("x",),)


@pytest.mark.parametrize("change", [str.upper, lambda name: name.replace("/", "\\"), lambda name: name.replace("xl/w", "xl/W")])
def test_other_writers_spell_part_names_otherwise(change: object) -> None:
    parts = {change(name) if name.startswith("xl/worksheets") else name: part for name, part in parts_of(sheet_of(ROW)).items()}  # type: ignore[operator]  # a function of a name
    book, found = read(zipped(parts))
    assert not found and book is not None and book.sheets[0].rows == (("x",),)


def test_a_depth_of_100_000_does_not_overflow() -> None:
    deep = "<a>" * 100_000 + "</a>" * 100_000
    book, found = read(xlsx(ROW, after=deep))
    assert book is not None or found


def test_external_targets_are_never_followed() -> None:
    rels = '<Relationships xmlns="x"><Relationship Id="rId1" Type="x/comments" Target="http://127.0.0.1:9/x.xml" TargetMode="External"/></Relationships>'
    book = book_of(xlsx(ROW, **{"xl/worksheets/_rels/sheet1.xml.rels": rels}))
    assert book.sheets[0].comments == {}


def test_a_part_in_an_encoding_expat_does_not_know_is_refused() -> None:
    part = '<?xml version="1.0" encoding="GB2312"?>' + sheet_of(ROW).partition("\n")[2]
    book, found = read(zipped({**parts_of(sheet_of("")), "xl/worksheets/sheet1.xml": part.encode("gb2312")}))
    assert book is not None or found[0].kind is faults.BAD_PACKAGE
