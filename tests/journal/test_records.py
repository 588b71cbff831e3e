"""Facts come back from their records letter by letter: those of an earlier version, those of every kind of today, those of a later one."""

from __future__ import annotations

import tarfile
from dataclasses import MISSING, fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from duchá.journal.chain import canonical
from duchá.journal.fact import Fact, FactKind, Json
from duchá.journal.notes import NOTES, CollectBegunNote, CollectEndedNote, DrawnNote, RegisterReadNote, record_of
from duchá.journal.records import KINDS, AnswerFact, CloseFact, FactRecord, ResolutionFact, WaiverFact, told
from journal.entries import at, written_otherwise

OLD = Path(__file__).parents[1] / "old" / "2018-f9a7364.tar.xz"
SAMPLES: dict[str, Any] = {
    "str": "区安监局",
    "int": 7,
    "bool": True,
    "date": date(2018, 3, 9),
    "tuple[str, ...]": ("甲", "乙"),
    "tuple[int, ...]": (3, 5),
    "tuple[Json, ...]": ({"code": "S101"},),
    "Mapping[str, str]": {"a.toml": "x"},
    "Mapping[str, Json]": {"a": [1, None, {"text": "。"}]},
}


def fact(kind: FactKind, payload: dict[str, Json]) -> Fact:
    return Fact(seq=1, kind=kind, happened_at=at(0), recorded_at=at(0), by="", payload=payload)


def sample(record: type[FactRecord], *, whole: bool) -> FactRecord:
    """A record with all fields, or with those alone that were always written."""
    own = (one for one in fields(record) if one.name != "others")
    wanted = (one for one in own if whole or (one.default is MISSING and one.default_factory is MISSING))
    return record(**{one.name: SAMPLES[str(one.type).split(" |")[0]] for one in wanted})


def test_a_journal_of_an_earlier_version_comes_back_letter_by_letter(tmp_path: Path) -> None:
    with tarfile.open(OLD) as archive:
        name = next(one for one in archive.getnames() if one.endswith("/journal.sqlite3"))
        content = archive.extractfile(name)
        assert content is not None
        (tmp_path / "journal.sqlite3").write_bytes(content.read())
    assert written_otherwise(tmp_path / "journal.sqlite3") == []


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("record", [*KINDS, *NOTES], ids=lambda one: one.__name__)
def test_what_a_later_version_adds_or_writes_otherwise_is_kept(record: type[FactRecord], whole: bool) -> None:
    payload = sample(record, whole=whole).to_payload()
    assert canonical(record.from_payload(payload).to_payload()) == canonical(payload)
    for otherwise in ({"new": [1, {"a": None}]}, {key: None for key in payload if key in ("taken_from", "because", "matter", "unit")}):
        text = canonical({**payload, **otherwise})
        said = record_of(fact(record.KIND, {**payload, **otherwise}))
        assert type(said) is record and canonical(said.to_payload()) == text


WRITTEN: tuple[tuple[FactRecord, str], ...] = (
    (
        WaiverFact(code="S101", name="blank", unit="区财政局", approver="李主任", reason="特殊", until=date(2015, 12, 1)),
        '{"approver":"李主任","code":"S101","name":"blank","reason":"特殊","unit":"区财政局","until":"2015-12-01"}',
    ),
    (
        WaiverFact(code="S101", unit="区财政局", approver="李主任", reason="误批", until=date(2015, 12, 1), undoes=2),
        '{"approver":"李主任","code":"S101","reason":"误批","undoes":2,"unit":"区财政局","until":"2015-12-01"}',
    ),
    (
        AnswerFact(subject="unit", key="财政", value="区财政局", receipt=4, taken_from="../2014"),
        '{"from":"../2014","key":"财政","receipt":4,"subject":"unit","value":"区财政局"}',
    ),
    (
        ResolutionFact(receipt=4, action="withdraw", reason="清除原件", outcome={}),
        '{"action":"withdraw","outcome":{},"reason":"清除原件","receipt":4}',
    ),
    (
        CloseFact(
            period="2018Q1",
            kind="quarter",
            start=date(2018, 1, 1),
            end=date(2018, 3, 31),
            rulebook="x",
            readings={},
            as_of=date(2018, 4, 2),
            tool="1.0",
            objected=(),
            silent=0,
            reason="",
        ),
        '{"as_of":"2018-04-02","end":"2018-03-31","kind":"quarter","objected":[],"period":"2018Q1","readings":{},"reason":"","rulebook":"x","silent":0,"start":"2018-01-01","tool":"1.0"}',
    ),
    (CollectBegunNote(files=3, given=True), '{"files":3,"given":true,"note":"collect-begun"}'),
    (CollectEndedNote(), '{"note":"collect-ended"}'),
    (CollectEndedNote(open=(4, 9)), '{"note":"collect-ended","open":[4,9]}'),
    (
        RegisterReadNote(source="a.xlsx", sha256="0f", rows=0, facts=0),
        '{"facts":0,"note":"register-read","rows":0,"sha256":"0f","source":"a.xlsx"}',
    ),
    (
        DrawnNote(of_list="units", title="单位", list_hash="0f", seed="7", round=1, task="", drawn=("甲",), day=date(2018, 3, 9)),
        '{"day":"2018-03-09","drawn":["甲"],"list":"units","list_hash":"0f","note":"drawn","round":1,"seed":"7","task":"","title":"单位"}',
    ),
)


@pytest.mark.parametrize(("record", "text"), WRITTEN, ids=lambda one: type(one).__name__)
def test_a_fact_is_written_as_the_versions_before_wrote_it(record: FactRecord, text: str) -> None:
    assert canonical(record.fact(at(0)).payload) == text  # type: ignore[arg-type]  # a payload is a dict
    assert canonical(record.from_payload(record.to_payload()).to_payload()) == text


def test_what_was_not_said_means_what_it_meant() -> None:
    given = CollectBegunNote.from_payload({"note": "collect-begun", "files": 3})
    assert (given.files, given.given) == (3, False) and given.to_payload() == {"note": "collect-begun", "files": 3}


def test_one_that_is_not_written_as_today_keeps_how_it_was() -> None:
    """True is not 1, null is not nothing."""
    payload: dict[str, Json] = {"note": "collect-begun", "files": 3, "given": 1}
    assert canonical(CollectBegunNote.from_payload(payload).to_payload()) == canonical(payload)


def test_facts_of_a_kind_are_told_from_the_others() -> None:
    waiver = sample(WaiverFact, whole=True)
    facts = [fact(FactKind.WAIVER, waiver.to_payload()), fact(FactKind.NOTE, sample(DrawnNote, whole=True).to_payload())]
    assert [(one.kind, said.until) for one, said in told(facts, WaiverFact)] == [(FactKind.WAIVER, date(2018, 3, 9))]
    assert [said.round for _, said in told(facts, DrawnNote)] == [7]
    assert record_of(fact(FactKind.NOTE, {"note": "of a later version"})) is None


def test_every_kind_has_its_record() -> None:
    assert {one.KIND for one in KINDS} == set(FactKind) - {FactKind.NOTE} and not any(one.NOTE for one in KINDS)
    assert {one.KIND for one in NOTES} == {FactKind.NOTE} and len({one.NOTE for one in NOTES}) == len(NOTES)
