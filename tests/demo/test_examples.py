"""examples/ holds exactly what the fixed seed gives, so that a reader sees the files that the demo works on."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from duchá.steps.demo import example_returns

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "dantu-2015" / "returns"


def content(data: bytes) -> object:
    """What a file holds: a package's parts (compression may differ between zlib versions), other files byte for byte."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: content(archive.read(info)) for info in archive.infolist()}


def test_the_examples_are_what_the_seed_gives(tmp_path: Path) -> None:
    example_returns(tmp_path / "campaign", tmp_path / "returns")
    made = {path.relative_to(tmp_path / "returns").as_posix(): path for path in (tmp_path / "returns").rglob("*") if path.is_file()}
    kept = {path.relative_to(EXAMPLES).as_posix(): path for path in EXAMPLES.rglob("*") if path.is_file()}
    assert sorted(made) == sorted(kept)
    cut = {name for name in made if name.endswith("37-区气象局.xlsx")}  # half a download: compressed bytes, cut
    assert [name for name in sorted(made.keys() - cut) if content(made[name].read_bytes()) != content(kept[name].read_bytes())] == []
