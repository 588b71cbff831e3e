"""The lean way to read rows gives what the facts say: from the store and from facts in hand alike."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from duchá.journal.fact import FactKind, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.read import read_facts
from duchá.journal.read_rows import iter_rows, iter_steps, recorded_at
from duchá.journal.write import open_journal
from duchá.ledger.entries import MATTERS, entries_from, steps_in
from ledger.office import ZONE, campaign_of, event, opening, payload_of

CAMPAIGN = campaign_of("jincheng-13710")
NOW = datetime(2018, 6, 1, 9, tzinfo=ZONE)
ROWS = [
    opening(立项日期=date(2018, 4, 10), 节点时限="无", 配合单位="阳城县、市水利局"),
    event(date(2018, 4, 12), "反馈", 时间="16:30", 节点="1", 附件="无", 说明="已部署"),
    event(date(2018, 4, 13), "办结", 评定="良好", 批准人="王某", 评分主体="督查室", 新时限=date(2018, 5, 1)),
    event(date(2018, 4, 14), "反馈", 单位="市住建局"),
]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "journal.sqlite3"
    with open_journal(path, now=NOW, by="test") as writer:
        writer.append(NewFact(kind=FactKind.NOTE, happened_at=NOW, payload={"note": "before"}))
        for at, row in enumerate(ROWS, 2):
            payload = payload_of(row, at, 4 if at == 5 else None)
            writer.append(NewFact(kind=FactKind.ROW, happened_at=datetime.fromisoformat(payload["on"]), payload=payload))
    return path


@pytest.mark.parametrize("as_of", [None, datetime(2018, 4, 12, 23, tzinfo=ZONE)])
def test_the_store_says_what_the_facts_say(journal: Path, as_of: datetime | None) -> None:
    steps = list(iter_steps(journal, as_of=as_of))
    assert steps == list(steps_in(read_facts(journal, as_of=as_of), as_of))
    assert len(steps) == (2 if as_of is None else 1)
    entries = entries_from(
        iter_rows(journal, (MATTERS,), as_of=as_of),
        iter_steps(journal, as_of=as_of),
        CAMPAIGN.roster,
        recorded=lambda numbers: recorded_at(journal, numbers),
    )
    assert [opening.matter for opening in entries.openings] == ["M1"]
    assert [(matter, len(rows)) for matter, rows in entries.steps] == [("M1", len(steps))]


def test_what_was_recorded_later_is_hidden(journal: Path) -> None:
    assert list(iter_rows(journal, (MATTERS,), known_at=NOW - timedelta(days=1))) == []
    assert list(iter_steps(journal, known_at=NOW - timedelta(days=1))) == []
    assert len(list(iter_steps(journal, known_at=NOW + timedelta(days=1)))) == 2


def test_a_gap_is_a_fault_never_a_shorter_ledger(journal: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(journal)
    connection.execute("DROP TRIGGER fact_stays")
    connection.execute("DELETE FROM fact WHERE seq = 3")
    connection.commit()
    connection.close()
    for read in (
        lambda: iter_rows(journal, (MATTERS,)),
        lambda: iter_steps(journal),
        lambda: read_facts(journal, kinds=frozenset({FactKind.NOTE})),
    ):
        with pytest.raises(JournalError) as refused:
            list(read())
        assert refused.value.fault.kind.code == "J103"
