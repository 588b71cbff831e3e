"""A blank is known again by any one of its three marks; a change of the declaration changes its version (X-11)."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from duchá.forms import marks
from duchá.forms.package import packed, unpacked
from duchá.rulebook.form import RemarkRow
from duchá.workbooks.pool import read_workbook
from forms.opened import blank, forms, unit

KNOWN = {
    "tool": "ducha",
    "campaign": "2015年依法履职专项督查",
    "unit": "区安监局",
    "order": "25",
    "forms": "approval,supervision-systems,supervision-problems",
    "version": marks.form_version(forms()),
}


def read(data: bytes, folder: Path) -> dict[str, str]:
    """The marks that our own reader finds."""
    path = folder / "x.xlsx"
    path.write_bytes(data)
    book, faults = read_workbook(path)
    assert book is not None, faults
    return dict(book.marks)


def without(data: bytes, *places: str) -> bytes:
    """The file with some of the three places emptied."""
    parts = {name: part.decode() for name, part in unpacked(data).items()}
    if "properties" in places:
        parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace("ducha.", "other.")
    if "name" in places:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('definedName name="_ducha"', 'definedName name="other"')
    if "sheet" in places:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace('name="_ducha" sheetId', 'name="other" sheetId')
    return packed({name: part.encode() for name, part in parts.items()})


@pytest.mark.requirement("X-11")
@pytest.mark.parametrize("places", [(), ("name", "sheet"), ("properties", "sheet"), ("properties", "name")], ids=str)
def test_any_one_place_is_enough(places: tuple[str, ...], tmp_path: Path) -> None:
    found = read(without(blank(), *places), tmp_path)
    assert {key: found.get(key) for key in KNOWN} == KNOWN


def test_a_copy_of_the_table_alone_carries_no_marks(tmp_path: Path) -> None:
    assert read(without(blank(), "properties", "name", "sheet"), tmp_path) == {}


def test_names_that_a_constant_cannot_hold_stand_in_the_other_places(tmp_path: Path) -> None:
    hostile = '甲;乙="丙"局'
    assert read(without(blank(unit(hostile)), "name"), tmp_path)["unit"] == hostile
    assert "unit" not in read(without(blank(unit(hostile)), "properties", "sheet"), tmp_path)


def test_the_constant_never_grows_too_long_for_a_name() -> None:
    found = marks.as_constant(marks.marks_of(forms(), campaign="关" * 200, unit="局" * 100, order="1"))
    assert len(found) <= marks.LONGEST_CONSTANT + 2
    assert f"unit={'局' * 100}" in found and "version=" in found and "campaign" not in found


@pytest.mark.parametrize("field", [field.name for field in fields(forms()[0])])
def test_a_change_to_anything_declared_changes_the_version(field: str) -> None:
    form = forms()[0]
    old = getattr(form, field)
    new = {
        "header": form.header[:1],
        "columns": form.columns[:2],
        "remark": RemarkRow(label="说明"),
        "notes": ("新注",),
        "title_synonyms": (),
        "nil": forms()[1].nil,
        "filled_by": next(member for member in type(form.filled_by) if member is not form.filled_by),
        "landscape": False,
        "body_rows": 12,
    }.get(field, "其他")
    assert new != old and marks.form_version((replace(form, **{field: new}),)) != marks.form_version((form,))


def test_the_version_is_the_same_on_every_machine() -> None:
    """Blanks already sent out carry it: it may change only with the declaration, never with the code."""
    assert marks.form_version(forms()) == marks.form_version(tuple(forms()))
    assert len(marks.form_version(forms())) == 12 and int(marks.form_version(forms()), 16)
