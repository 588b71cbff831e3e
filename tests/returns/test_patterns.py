"""Every pattern of the corpus through `collect` in a real campaign folder: exactly the outcome that patterns.toml says."""

from __future__ import annotations

from pathlib import Path

import pytest

from duchá.steps import collect as step
from duchá.workbooks.read_worker import Readers
from returns.corpus import Pattern, outcome, patterns
from steps.office import Office, copy_office

PATTERNS = patterns()
NAMES = [f"{pattern['id']} {pattern['what']} {pattern['build']}" for pattern in PATTERNS]


@pytest.mark.parametrize("pattern", PATTERNS, ids=NAMES)
def test_what_becomes_of(pattern: Pattern, corpus: Office, tmp_path: Path, readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step, "open_readers", lambda: _Lent(readers))  # the real ones, started once for all patterns
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
