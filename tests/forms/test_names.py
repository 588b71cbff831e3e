"""Names of blanks are accepted by every file system; sheets by every spreadsheet program (hostile names)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from duchá.forms.names import blank_names, sheet_names
from duchá.terms.text import safe_name
from duchá.terms.unit import Unit
from forms.opened import forms, unit

FORBIDDEN = set('<>:"/\\|?*') | {chr(n) for n in range(32)}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("区安监局", "区安监局"),
        ("CON", "_CON"),
        ("com1.局", "_com1.局"),
        ("a:b", "a_b"),
        ("甲局.", "甲局"),
        ("../../甲局", "_.._甲局"),
        (" 甲 \u3000 局 ", "甲 局"),
        ("\u202e局安\u202c", "_局安_"),
        ("", "_"),
        ("。" * 200, "。" * 60),
    ],
)
def test_names_become_safe_and_stay_readable(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@given(st.lists(st.text(max_size=80), min_size=1, max_size=8, unique=True))
def test_any_roster_gives_names_that_can_be_written_side_by_side(names: list[str]) -> None:
    units = [Unit(name=name, order=1, group="g") for name in names]
    found = blank_names(units)
    assert len({name.casefold() for name in found.values()}) == len(units)
    for name in found.values():
        assert not FORBIDDEN & set(name) and len(name.encode("utf-8", "surrogatepass")) < 240 and not name.endswith((".", " "))


def test_numbers_have_as_many_places_as_the_roster_needs() -> None:
    assert blank_names([unit("甲局", 1), unit("乙局", 41)])["甲局"] == "01-甲局"
    assert blank_names([unit("甲局", 1), unit("乙局", 100)])["甲局"] == "001-甲局"


def test_a_hostile_name_can_really_be_written(tmp_path: Path) -> None:
    for name in blank_names([unit('a/b\\c:d*?"<>|', 1), unit("CON.", 2)]).values():
        (tmp_path / f"{name}.xlsx").write_bytes(b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["01-a_b_c_d______.xlsx", "02-_CON.xlsx"]


def test_sheet_names_keep_the_rules_of_a_workbook() -> None:
    odd = [replace(forms()[0], sheet=name) for name in ("附件[2]", "附件/3", "表" * 40, "表" * 40, "'附件'", "")]
    found = sheet_names(odd)
    assert found[:2] == ("附件_2_", "附件_3") and found[4:] == ("附件", "approval")
    assert len(set(found)) == 6 and all(0 < len(name) <= 31 for name in found)
