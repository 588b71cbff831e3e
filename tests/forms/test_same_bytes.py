"""Equal declarations give equal bytes: in another process, at another time, alone or among many."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

from duchá.forms.blanks import BlankOptions, write_blanks
from duchá.forms.package import is_untouched
from duchá.forms.workbook import write_blank
from duchá.forms.write_for_people import WriteOutcome
from forms.opened import blank, forms, unit
from submissions.sample import campaign

PROGRAM = """
import sys, hashlib
from datetime import date
from duchá.forms.kit import note_bytes
from forms.opened import blank, unit
from submissions.sample import campaign
town = campaign().roster.units[0]
print(hashlib.sha256(blank()).hexdigest(), hashlib.sha256(note_bytes(town, campaign(), "x.xlsx", date(2015, 11, 3))).hexdigest())
"""


def hashes(seed: str, zone: str) -> str:
    """SHA-256 of a blank and of a covering note, made in a process of its own."""
    path = os.pathsep.join([str(Path(__file__).parents[1]), *(entry for entry in sys.path if entry)])
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_two_processes_at_two_times_write_the_same_bytes() -> None:
    first = hashes("1", "Asia/Shanghai")
    time.sleep(2.1)  # a zip counts time in steps of two seconds
    assert hashes("2", "America/New_York") == first


def test_a_blank_made_among_many_is_the_blank_made_alone(tmp_path: Path) -> None:
    units = campaign().roster.units[:5]
    puts = write_blanks([BlankOptions(unit=one, forms=forms(), path=tmp_path / f"{one.order}.xlsx") for one in units], campaign())
    assert [put.outcome for put in puts] == [WriteOutcome.MADE] * 5
    write_blank(forms(), units[3], campaign(), tmp_path / "alone.xlsx")
    assert (tmp_path / "alone.xlsx").read_bytes() == (tmp_path / f"{units[3].order}.xlsx").read_bytes()


def test_the_zip_is_whole_and_its_times_are_fixed(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(blank())
    with ZipFile(tmp_path / "x.xlsx") as archive:
        assert archive.testzip() is None
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml" and len(archive.namelist()) == len(set(archive.namelist()))


def test_a_blank_knows_whether_it_is_as_it_was_made(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "x.xlsx"
    path.write_bytes(blank())
    assert is_untouched(path)
    book = load_workbook(path)
    book["附件2"]["B8"] = "危险化学品经营许可"
    book.save(path)
    assert not is_untouched(path)


def test_what_is_no_workbook_of_ours_is_never_taken_for_one(tmp_path: Path) -> None:
    for name, content in {"a.xlsx": b"", "b.xlsx": b"PK\x03\x04 broken", "c.xlsx": blank()[:-30]}.items():
        (tmp_path / name).write_bytes(content)
        assert not is_untouched(tmp_path / name)


def test_another_declaration_gives_other_bytes() -> None:
    assert blank(owed=(replace(forms()[0], body_rows=11),)) != blank(owed=(forms()[0],))
    assert blank(unit("甲局")) != blank(unit("乙局"))
