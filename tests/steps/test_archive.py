"""journal export --archive: one zip by 案卷 with everything of the campaign, which an archive can keep and anybody can check."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from openpyxl import load_workbook

from steps.office import ROW, Office
from sweep.campaigns import command


def archived(office: Office, target: Path) -> tuple[dict[str, bytes], list[tuple[object, ...]], int]:
    """The members of the zip, the rows of its index, and the exit code."""
    ran = command("journal", "export", target, "--archive", "-C", office.folder)
    assert ran.code in (0, 1), ran.err
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
        inside = {name: package.read(name) for name in package.namelist()}
    index = target.with_suffix(".xlsx")
    index.write_bytes(inside["00-归档目录.xlsx"])
    rows = [row for row in load_workbook(index).active.iter_rows(values_only=True) if str(row[0])[:2] in ("1-", "2-", "3-", "4-", "5-")]
    return inside, rows, ran.code


def test_the_zip_has_a_volume_a_unit_with_its_originals_and_all_else_of_the_campaign(office: Office, tmp_path: Path) -> None:
    office.fill("区安监局", supervision_problems=[ROW])
    office.fill("区财政局", supervision_problems=[{**ROW, "rectification": ""}])
    office.collect()
    inside, rows, code = archived(office, tmp_path / "归档.zip")
    assert code == 0
    for unit in ("区安监局", "区财政局"):
        (name,) = [name for name in inside if name.startswith("1-收件/") and f"-{unit}/" in name]
        original = (office.folder / "returns" / f"{unit}.xlsx").read_bytes()
        (row,) = [row for row in rows if str(row[0]).endswith(f"-{unit}")]
        assert inside[name] == original and row[-1] == hashlib.sha256(original).hexdigest()
        assert name == f"{row[0]}/{row[2]}"
    assert {"5-设置和名单/campaign.toml", "5-设置和名单/units.xlsx", "6-流水/journal.jsonl", "2-登记表/督办事项.xlsx"} <= inside.keys()
    assert [name for name in inside if name.startswith("4-退回件/")]
    head = json.loads(command("journal", "verify", "-C", office.folder, "--json").out)["head"]
    assert head in inside["6-流水/校验码.txt"].decode()


def test_what_was_purged_or_is_missing_is_said_in_the_index(office: Office, tmp_path: Path) -> None:
    office.fill("区安监局", supervision_problems=[ROW])
    office.fill("区财政局", supervision_problems=[ROW])
    office.collect()
    assert command("journal", "purge", "1", "--approver", "张", "--reason", "误收", "-C", office.folder).code == 0
    lost = hashlib.sha256((office.folder / "returns" / "区财政局.xlsx").read_bytes()).hexdigest()
    (office.folder / ".duchá" / "archive" / lost[:2] / lost).unlink()
    inside, rows, code = archived(office, tmp_path / "归档.zip")
    assert code == 1 and [row[4] for row in rows if str(row[0]).startswith("1-")] == ["原件缺失", "原件已按规定清除"]
    assert not [name for name in inside if name.startswith("1-收件/")]


def test_an_archive_that_is_there_is_not_overwritten(office: Office, tmp_path: Path) -> None:
    office.fill("区安监局", supervision_problems=[ROW])
    office.collect()
    target = tmp_path / "归档.zip"
    target.write_bytes(b"1")
    ran = command("journal", "export", target, "--archive", "-C", office.folder)
    assert ran.code == 2 and target.read_bytes() == b"1" and str(target) in ran.err
