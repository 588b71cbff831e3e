"""Register rows as facts tell them, and what the files of a run add: pure, whatever the order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import given, settings, strategies as st

from duchá.journal.fact import Fact, FactKind
from duchá.journal.lineage import superseded
from duchá.ledger.entries import steps_in
from duchá.registers.faults import KEY_EDITED, KEYS_EDITED
from duchá.registers.known import digest_of, known_rows
from duchá.registers.model import ReadRegister, RegisterFile, TypedRow
from duchá.registers.names import period_of_text
from duchá.registers.reconcile import Reconciled, Registers, reconcile, row_payload, since
from duchá.registers.renamed import AS_WRITTEN
from duchá.registers.rows import RowChangeKind, all_rows, in_force, row_in, rows_in_texts, rows_of, said_by
from duchá.terms.place import Place
from duchá.terms.quantity import EMPTY, Words

ZONE = timezone(timedelta(hours=8))
Typed = tuple[str, str]  # key, note


def on(day: int) -> datetime:
    return datetime(2018, 4, day, 12, tzinfo=ZONE)


def entry(typed: Typed, row: int, day: int = 10) -> TypedRow:
    key, note = typed
    return TypedRow(
        register="events",
        key=key,
        record_no="",
        values={"matter": Words(key), "note": Words(note) if note else EMPTY},
        extra={},
        places={"matter": Place(sheet="办理记录", cell=f"A{row}"), "note": Place(sheet="办理记录", cell=f"B{row}")},
        sheet="办理记录",
        row=row,
        happened_at=on(day),
        usable=True,
    )


def file(typed: Sequence[Typed], source: str = "a.xlsx", day: int = 10) -> RegisterFile:
    entries = tuple(entry(one, row, day) for row, one in enumerate(typed, 4))
    return RegisterFile(
        source=source, sha256="0" * 64, registers=(ReadRegister(form="events", sheet="办理记录", range="", entries=entries),), read=True
    )


def written(facts: tuple[Fact, ...], *files: RegisterFile) -> tuple[tuple[Fact, ...], Reconciled]:
    """The journal after one run."""
    look = {fact.seq: row_in(fact.seq, fact.payload) for fact in facts}
    known = known_rows(((fact.seq, fact.happened_at, fact.payload) for fact in facts), AS_WRITTEN)
    found = reconcile(known, files, Registers(forms={}, look=look.__getitem__))
    for drafts in found.drafts.values():
        for draft in drafts:
            seq = len(facts) + 1
            payload: dict[str, Any] = row_payload(draft, "0" * 64, look.__getitem__)
            facts = (*facts, Fact(seq=seq, kind=FactKind.ROW, happened_at=since(draft), recorded_at=on(30), by="", payload=payload))
    return facts, found


def state(facts: tuple[Fact, ...]) -> list[tuple[Any, ...]]:
    return sorted((row.key, said_by(row.values, row.extra), row.gone, bool(row.withdrawn)) for row in all_rows(facts))


sheets = st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["", "一", "二"])), max_size=7)


@settings(max_examples=150, deadline=None)
@given(st.lists(sheets, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing_and_the_same_file_again_changes_nothing(versions: list[list[Typed]], random: Any) -> None:
    straight: tuple[Fact, ...] = ()
    mixed: tuple[Fact, ...] = ()
    for typed in versions:
        straight, _ = written(straight, file(typed))
        mixed, _ = written(mixed, file(random.sample(typed, len(typed))))
        again, _ = written(straight, file(random.sample(typed, len(typed))))
        assert again == straight
    assert state(straight) == state(mixed)


@settings(max_examples=150, deadline=None)
@given(st.lists(sheets, min_size=1, max_size=4))
def test_the_rows_that_stand_are_those_of_the_file_and_nothing_ever_written_is_lost(versions: list[list[Typed]]) -> None:
    """But those that are asked about: while nobody says whether a row is an old one with another key, the old one counts in its place."""
    facts: tuple[Fact, ...] = ()
    ever: set[Typed] = set()
    asked: list[Typed] = []
    for typed in versions:
        facts, found = written(facts, file(typed))
        asked = [typed[int(fault.place.cell[1:]) - 4] for fault in found.faults["a.xlsx"] if fault.kind in (KEY_EDITED, KEYS_EDITED)]
        ever |= set(typed) - set(asked)
    standing = sorted((row.key, row.text("note")) for row in rows_of(facts) if not row.gone)
    assert sorted([*standing, *asked]) == sorted(versions[-1])
    assert len(asked) <= sum(row.gone for row in rows_of(facts)) * len(versions[-1])
    assert ever <= {(one.key, one.text("note")) for row in all_rows(facts) for one in (row, *row.earlier)}


@settings(max_examples=100, deadline=None)
@given(sheets, sheets)
def test_two_files_give_the_same_in_either_order(one: list[Typed], other: list[Typed]) -> None:
    a, b = file(one, "a.xlsx"), file(other, "b.xlsx")
    assert state(written((), a, b)[0]) == state(written((), b, a)[0])


def test_a_row_moved_to_a_later_day_is_in_no_earlier_view() -> None:
    facts, _ = written((), file([("甲", "一")], day=10))
    facts, _ = written(facts, file([("甲", "二")], day=20))
    seen = [fact for fact in facts if fact.happened_at <= on(15)]
    assert [row.happened_at for row in rows_of(seen)] == [on(20)]
    assert rows_of(seen, as_of=on(15)) == ()
    assert [row.text("note") for row in rows_of(seen, as_of=on(20))] == ["二"]


def test_a_row_moved_to_an_earlier_day_is_in_the_earlier_view() -> None:
    facts, _ = written((), file([("甲", "一")], day=20))
    facts, _ = written(facts, file([("甲", "二")], day=10))
    seen = [fact for fact in facts if fact.happened_at <= on(15)]
    assert [(row.text("note"), row.happened_at) for row in rows_of(seen, as_of=on(15))] == [("二", on(10))]


def test_what_was_replaced_can_be_reached_oldest_first() -> None:
    facts: tuple[Fact, ...] = ()
    for note in ("一", "二", "三"):
        facts, found = written(facts, file([("甲", note)]))
    (row,) = rows_of(facts)
    assert [old.text("note") for old in row.earlier] == ["一", "二"] and row.text("note") == "三"
    assert [draft.change for draft in found.drafts["a.xlsx"]] == [RowChangeKind.CORRECTION]
    assert (row.places["note"].file, row.places["note"].cell) == ("a.xlsx", "B4")


def test_periods_are_read_as_people_write_them() -> None:
    texts = ("2018", "2018年", "2018年度", "2018Q2", "２０１８年第二季度", "2018年2季度", "2018-05", "2018年5月", "2018.5")
    assert [period.key for text in texts if (period := period_of_text(text))] == ["2018"] * 3 + ["2018Q2"] * 3 + ["2018-05"] * 3
    assert [period_of_text(text) for text in ("20185", "上半年", "2018年13月", "0000", "18年", "2018年第五季度")] == [None] * 6


def told(seq: int, replaces: int | None, change: str, day: int, source: str = "a.xlsx", note: str = "") -> Fact:
    """One fact about a row, as any version of the program may have written it."""
    values = {"matter": {"kind": "words", "text": "甲"}, "note": {"kind": "words", "text": note or f"第{seq}条"}}
    payload: dict[str, Any] = {
        "register": "events", "key": "甲", "occurrence": 1, "record_no": f"R{seq:05d}", "change": change, "replaces": replaces, "values": values,
        "extra": {}, "source": source, "sha256": "0" * 64, "sheet": "办理记录", "row": 4, "cells": {"matter": "A4"}, "on": on(day).isoformat(),
    }  # fmt: skip
    return Fact(seq=seq, kind=FactKind.ROW, happened_at=on(day), recorded_at=on(30), by="", payload=payload)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Fact, ...]:
    """Facts about some rows, each after the other: new, corrected, gone, seen again, withdrawn."""
    facts: list[Fact] = []
    newest: list[int] = []
    for seq in range(1, draw(st.integers(1, 12)) + 1):
        at = draw(st.integers(0, len(newest)))
        change = "new" if at == len(newest) else draw(st.sampled_from(["correction", "gone", "seen", "withdrawn"]))
        facts.append(told(seq, None if change == "new" else newest[at], change, draw(st.integers(1, 28))))
        if change == "new":
            newest.append(seq)
        elif change == "withdrawn":
            newest.pop(at)
        else:
            newest[at] = seq
    return tuple(facts)


@settings(max_examples=200, deadline=None)
@given(histories(), st.integers(1, 28))
def test_every_way_to_read_rows_gives_those_that_stand(facts: tuple[Fact, ...], day: int) -> None:
    """From facts, from texts and for the ledger: of each row the last that was said of it, unless it was taken back."""
    chains: list[list[Fact]] = []
    for fact in facts:
        chain = next((one for one in chains if one[-1].seq == fact.payload["replaces"]), None)
        chains.append([fact]) if chain is None else chain.append(fact)
    last = [(chain[0].seq, chain[-1]) for chain in chains if chain[-1].payload["change"] != "withdrawn"]
    standing = [fact.seq for _, fact in sorted(last, key=lambda one: one[0])]
    assert [row.seq for row in rows_of(facts)] == standing
    texts = [(fact.seq, "events", json.dumps(fact.payload)) for fact in facts]
    assert [row.seq for row in in_force(rows_in_texts(texts))] == standing
    assert sorted(row.seq for row in steps_in(facts)) == sorted(standing)
    replacing = [(fact.seq, replaces) for fact in facts if isinstance(replaces := fact.payload["replaces"], int)]
    old = superseded(replacing)
    assert sorted(fact.seq for fact in facts if fact.seq not in old and fact.payload["change"] != "withdrawn") == sorted(standing)
    assert [row.seq for row in rows_of(facts, on(day))] == [seq for seq in standing if facts[seq - 1].happened_at <= on(day)]
    known = {row.seq: row for row in known_rows(((fact.seq, fact.happened_at, fact.payload) for fact in facts), AS_WRITTEN)}
    assert [seq for seq, row in known.items() if not row.withdrawn] == standing
    for row in all_rows(facts):
        assert (known[row.seq].gone, known[row.seq].since) == (row.gone, row.since)
        assert {by.source: by.digest for by in known[row.seq].told} == {source: digest_of(said) for source, said in row.said.items()}
