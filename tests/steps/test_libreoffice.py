"""Blanks filled by hand in LibreOffice and saved in its formats are collected like one filled here: same rows, same faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from duchá.forms.layout import lay_out
from duchá.journal.read import read_body, read_facts
from duchá.rulebook.form import FilledBy
from forms import office as libreoffice
from steps.office import BEGIN, ROW, Office, copy_office

pytestmark = [pytest.mark.sweep, pytest.mark.office, pytest.mark.skipif(libreoffice.SOFFICE is None, reason="LibreOffice is not installed")]
UNIT = "区安监局"
LONG = "经自查，2015年以来办理的危险化学品经营许可中，有2件超过承诺办理时限；" * 8
ROWS: dict[str, list[dict[str, str]]] = {
    "approval": [
        {"item": "危化品经营许可", "problem": LONG, "rectification": "已整改，11月16日办结"},
        {"item": "00123号许可", "problem": "-超时3件", "rectification": "整改中，12月底前完成"},
    ],
    "supervision_systems": [{"system": "《安全生产检查办法》（双随机抽查）"}],
    "supervision_problems": [{**ROW, "rectification": ""}],  # the planted fault
}


def entries(office: Office) -> list[tuple[int, str, str | None]]:
    """(sheet, cell, text) as typed by a person: headers dated and signed, rows in order."""
    typed: list[tuple[int, str, str | None]] = []
    for number, form in enumerate(office.open(BEGIN).campaign.forms(FilledBy.UNIT)):
        layout = lay_out(form)
        for place in layout.header:
            if place.field.id != "unit":
                typed.append((number, place.entry.at, "2015-11-18" if place.field.id == "date" else f"{UNIT}纪检组"))
        for at, row in enumerate(ROWS[form.id.replace("-", "_")], 1):
            typed += [(number, layout.body(at, column).at, text) for column, text in row.items() if text]
    return typed


def collected(office: Office) -> tuple[dict[str, Any], Any]:
    """What collect says of the one return, and the rows it wrote down; without what differs by file name and format."""
    (payload,) = office.collect().submissions
    journal = office.folder / ".duchá" / "journal.sqlite3"
    body = read_body(journal, next(fact.seq for fact in reversed(read_facts(journal)) if fact.body_sha256))
    same = {key: payload[key] for key in ("unit", "status", "version", "late_days", "deliverables", "forms", "faults")}
    return same, body


@pytest.fixture(scope="module")
def original(master: Office, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Any]:
    """The same entries without LibreOffice."""
    office = copy_office(master, tmp_path_factory.mktemp("original") / "campaign")
    office.fill(UNIT, **ROWS)  # type: ignore[arg-type]  # every keyword here is a form
    return collected(office)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile of LibreOffice of its own."""
    return tmp_path_factory.mktemp("office") / "profile"


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods"])
def test_a_blank_typed_into_in_libreoffice_is_collected_like_the_original(
    ending: str, office: Office, original: tuple[dict[str, Any], Any], profile: Path
) -> None:
    blank = next((office.folder / "blank").glob(f"*-{UNIT}.xlsx"))
    libreoffice.type_into(blank, office.folder / "returns" / f"{UNIT}{ending}", profile, entries(office))
    payload, body = collected(office)
    assert [fault["name"] for fault in payload["faults"] if fault["weight"] == "reject"] == ["missing-value"]
    assert body == original[1]
    assert payload == original[0]


@pytest.mark.parametrize("ending", [".xls", ".ods"])
def test_a_filled_blank_saved_anew_in_another_format_has_the_same_rows(
    ending: str, office: Office, original: tuple[dict[str, Any], Any], profile: Path
) -> None:
    path = office.fill(UNIT, folder="blank", **ROWS)  # type: ignore[arg-type]  # as above
    saved = libreoffice.convert(path, ending, profile)
    saved.rename(office.folder / "returns" / saved.name)
    payload, body = collected(office)
    assert body == original[1]
    assert payload == original[0]
