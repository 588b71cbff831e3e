"""Every pattern of the corpus through `collect` in a real campaign folder: exactly the outcome that patterns.toml says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duchá.steps import collect as step
from duchá.workbooks.pool import Readers
from returns.corpus import Pattern, outcome, patterns
from steps.office import Office, copy_office

PATTERNS = patterns()
NAMES = [f"{pattern['id']} {pattern['what']} {pattern['build']}" for pattern in PATTERNS]


@pytest.mark.parametrize("pattern", PATTERNS, ids=NAMES)
def test_what_becomes_of(pattern: Pattern, corpus: Office, tmp_path: Path, readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "open_readers", lambda count, errors: _Lent(readers))  # the real ones, started once for all patterns
    office = copy_office(corpus, tmp_path / "campaign")
    assert outcome(office, pattern) == [list(line) for line in pattern["expect"]]


def test_every_pattern_has_a_case() -> None:
    known = {pattern["id"] for pattern in PATTERNS}
    wanted = {f"{group}{number:02}" for group, count in (("A", 39), ("B", 32), ("C", 44), ("D", 19)) for number in range(1, count + 1)}
    assert known == wanted


class _Lent:
    """Readers that stay open after the run."""

    def __init__(self, readers: Readers) -> None:
        self.readers = readers

    def __enter__(self) -> Readers:
        return self.readers

    def __exit__(self, *_: object) -> None:
        return None


def _agrees(pattern: Pattern) -> bool:
    """Whether at least one file of the pattern fares as the action says, and none fares worse."""
    lines = [line for line in pattern["expect"] if line[1] not in ("ignored", "duplicate")]
    statuses, noted = {line[1] for line in lines}, any(line[4] for line in lines)
    match pattern["action"]:
        case "S":
            return statuses <= {"accepted"} and not noted
        case "N":
            return statuses <= {"accepted"} and noted
        case "Q":
            return "held" in statuses and statuses <= {"held", "accepted"}
        case _:
            return bool(statuses & {"refused", "sent-back"})


def test_where_a_pattern_fares_otherwise_the_decisions_say_why() -> None:
    decisions = (Path(__file__).parents[2] / "docs" / "decisions.md").read_text(encoding="utf-8")
    chapter = decisions.split("## Returns that arrive damaged", 1)[1].split("\n## ", 1)[0]
    assert {pattern["id"] for pattern in PATTERNS if not _agrees(pattern)} - set(re.findall(r"[ABCD]\d\d", chapter)) == set()
