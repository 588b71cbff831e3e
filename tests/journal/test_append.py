"""What is appended can be read back as it was, in order, and chained."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from duchá.journal import faults
from duchá.journal.chain import canonical
from duchá.journal.fact import FactKind, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.read import head, iter_facts, known_contents, open_reading, read_bodies, read_body, read_facts
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from journal.entries import at, filled, note, rows, sha256, submission

_LEAF = st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_JSON = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("甲乙丙\"\\n{}'", max_size=3), inner, max_size=4)
)


@given(payload=st.dictionaries(st.text("键abc", min_size=1, max_size=3), _JSON, max_size=4), body=_JSON)
def test_facts_and_bodies_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, payload: dict, body: object) -> None:
    path = tmp_path_factory.mktemp("j") / "journal.sqlite3"
    with open_journal(path, now=at(1), by="张三") as writer:
        (fact,) = writer.append(NewFact(kind=FactKind.ROW, happened_at=at(0), payload=payload, body=body))
    assert read_facts(path) == (fact,)
    assert fact.payload == payload
    assert read_body(path, 1) == body
    assert not verify(path, path.parent / "archive")


def test_facts_are_numbered_from_one_and_each_names_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    recorded = filled(path, 8)
    assert read_facts(path) == recorded
    assert [fact.seq for fact in recorded] == list(range(1, 9))
    assert [fact.previous for fact in recorded] == ["", *(fact.hash for fact in recorded[:-1])]
    assert head(path) == recorded[-1].hash


def test_two_journals_with_the_same_facts_have_the_same_head(tmp_path: Path) -> None:
    filled(tmp_path / "a" / "journal.sqlite3")
    filled(tmp_path / "b" / "journal.sqlite3")
    assert head(tmp_path / "a" / "journal.sqlite3") == head(tmp_path / "b" / "journal.sqlite3")


def test_one_call_is_one_transaction(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    with open_journal(path, now=at(0), by="张三") as writer:
        writer.append(note("在前"))
        with pytest.raises(TypeError):
            writer.append(note("好的"), NewFact(kind=FactKind.ROW, happened_at=at(0), payload={"分值": 0.5}))
        assert writer.append() == ()
        writer.append(note("在后"))
    assert [fact.payload["note"] for fact in read_facts(path)] == ["在前", "在后"]


@pytest.mark.parametrize("value", [0.5, float("nan"), (1, 2), {1: "甲"}, Decimal("0.5"), [[{"深": [1.0]}]], b"x"])
def test_floats_and_what_is_not_json_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("text", ["甲\0乙", "甲\ud800乙", "\udcff"])
@pytest.mark.parametrize("place", ["payload", "key", "body", "by"])
def test_text_that_cannot_be_kept_is_refused_in_words(tmp_path: Path, text: str, place: str) -> None:
    payload = {"payload": {"说明": text}, "key": {text: 1}}.get(place, {})
    body = [[text]] if place == "body" else None
    path = tmp_path / "journal.sqlite3"
    with open_journal(path, now=at(0), by=text if place == "by" else "张三") as writer, pytest.raises(JournalError) as refused:
        writer.append(NewFact(kind=FactKind.ROW, happened_at=at(0), payload=payload, body=body))
    assert refused.value.fault.kind is faults.UNSTORABLE_TEXT
    assert read_facts(path) == ()


def test_a_backslash_that_somebody_typed_is_not_a_control_character(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    with open_journal(path, now=at(0), by="张三") as writer:
        writer.append(note("\\u0000 和 _x0000_"))
    assert read_facts(path)[0].payload == {"note": "\\u0000 和 _x0000_"}


def test_a_time_without_zone_is_refused(tmp_path: Path) -> None:
    bare = datetime(2015, 11, 16)  # noqa: DTZ001 - the very thing that is refused
    with open_journal(tmp_path / "journal.sqlite3", now=at(0), by="张三") as writer, pytest.raises(TypeError):
        writer.append(NewFact(kind=FactKind.NOTE, happened_at=bare))


def test_a_clock_that_ran_backwards_is_recorded_and_said_and_order_stays(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    clock = iter([at(60), at(0), at(1)])
    with open_journal(path, now=lambda: next(clock, at(2)), by="张三", held=None) as writer:
        (first,) = writer.append(note("一"))  # the first tick opened the lock
        (second,) = writer.append(note("二"))
        assert [fault.kind for fault in writer.faults] == []
    with open_journal(path, now=at(-60 * 24), by="张三") as writer:
        (third,) = writer.append(note("三"))
        (fourth,) = writer.append(note("四"))
        assert [fault.kind for fault in writer.faults] == [faults.CLOCK_BACKWARDS]
    assert [fact.payload.get("note") for fact in read_facts(path)] == ["一", "二", "clock-backwards", "三", "四"]
    assert (first.seq, second.seq, third.seq, fourth.seq) == (1, 2, 4, 5)
    assert not verify(path, tmp_path / "archive")


def test_two_runs_that_waited_for_each_other_are_no_clock_running_backwards(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    for minutes in (1, 0.5):
        with open_journal(path, now=at(minutes), by="张三") as writer:
            writer.append(note())
    assert len(read_facts(path)) == 2


def test_the_same_content_is_known_again_by_its_newest_submission(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    refused = NewFact(kind=FactKind.SUBMISSION, happened_at=at(0), payload={"sha256": None, "status": "refused"})
    register = NewFact(kind=FactKind.ROW, happened_at=at(0), payload={"sha256": sha256(b"register")})
    with open_journal(path, now=at(0), by="张三") as writer:
        writer.append(submission(1), submission(2), refused, register, submission(1))
    assert known_contents(path) == {sha256(b"1"): 5, sha256(b"2"): 2}


def test_bodies_are_read_in_the_order_asked_for_and_only_where_there_are_any(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    filled(path, 6)
    assert list(read_bodies(path, (5, 2, 1, 99))) == [(5, rows(4)), (1, rows(0))]
    assert read_body(path, 2) is None


def test_facts_appended_while_reading_do_not_disturb_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    with open_journal(path, now=at(0), by="张三", wait_seconds=0.2) as writer:
        writer.append(*(note(str(number)) for number in range(4500)))  # more than two pages
        seen = 0
        for _ in iter_facts(path):
            seen += 1
            if seen % 1000 == 1:
                writer.append(note("新"))
        assert seen == 4500
        assert len(writer.facts(kinds=frozenset({FactKind.NOTE}))) == 4505
        assert writer.facts()


def test_facts_that_are_drawn_one_by_one_are_chained_as_if_appended_together_and_all_or_none(tmp_path: Path) -> None:
    drawn, together = tmp_path / "a" / "journal.sqlite3", tmp_path / "b" / "journal.sqlite3"
    with open_journal(together, now=at(0), by="张三") as writer:
        writer.append(*(note(str(number)) for number in range(30)))
    with open_journal(drawn, now=at(0), by="张三") as writer:
        writer.append_many(note(str(number)) for number in range(30))
        with pytest.raises(TypeError):
            writer.append_many(
                NewFact(kind=FactKind.ROW, happened_at=at(0), payload={"分值": 0.5 if number == 5 else number}) for number in range(9)
            )
    assert read_facts(drawn) == read_facts(together) and head(drawn) == head(together)


def test_a_writer_and_a_reader_tell_the_newest_fact_of_a_kind_and_what_one_says(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    both = frozenset({FactKind.NOTE, FactKind.SUBMISSION})
    with open_journal(path, now=at(0), by="张三") as writer:
        assert writer.newest(both) == 0
        writer.append(note("一"), submission(1), note("二"))
        assert [writer.newest(frozenset({kind})) for kind in (FactKind.NOTE, FactKind.SUBMISSION, FactKind.ROW)] == [3, 2, 0]
        assert writer.newest(both) == 3 and writer.payload(3)["note"] == "二"
        assert [fact.seq for fact in writer.iter_facts(kinds=frozenset({FactKind.NOTE}))] == [1, 3]
        with open_reading(path) as reader:
            assert reader.facts(kinds=both) == writer.facts() and reader.payload(1)["note"] == "一"
        with pytest.raises(JournalError):
            writer.payload(99)


def test_a_journal_that_is_not_there_yet_reads_as_empty_and_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    with open_reading(path) as reader:
        assert reader.facts(kinds=frozenset(FactKind)) == ()
    assert not path.exists()
