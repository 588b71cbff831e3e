"""The tables, indexes and guards of the journal's file, and what led from each version to the next. Nothing here is carried out."""

from __future__ import annotations

from collections.abc import Mapping

APPLICATION = 0x64754368  # "duCh", in the header of every journal
VERSION = 3

# head remembers the newest entry, so that cutting the tail off is seen; a trigger keeps it, in the same transaction
FIRST = """
CREATE TABLE schema_version (version INTEGER NOT NULL);
CREATE TABLE fact (
  seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, happened_at TEXT NOT NULL, recorded_at TEXT NOT NULL, by TEXT NOT NULL,
  body_sha256 TEXT NOT NULL, previous TEXT NOT NULL, payload TEXT NOT NULL, hash TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE body (seq INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, hash TEXT NOT NULL);
CREATE INDEX fact_content ON fact (content) WHERE content <> '';
CREATE TRIGGER fact_in_order BEFORE INSERT ON fact WHEN NEW.seq <> (SELECT seq + 1 FROM head)
  BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER fact_moves_head AFTER INSERT ON fact BEGIN UPDATE head SET seq = NEW.seq, hash = NEW.hash; END;
CREATE TRIGGER fact_kept BEFORE UPDATE ON fact BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER fact_stays BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER body_once BEFORE INSERT ON body WHEN EXISTS (SELECT 1 FROM body WHERE seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER body_kept BEFORE UPDATE ON body BEGIN SELECT RAISE(ABORT, 'append only'); END;
CREATE TRIGGER body_stays BEFORE DELETE ON body BEGIN SELECT RAISE(ABORT, 'append only'); END;
INSERT INTO head VALUES (1, 0, '');
"""

_REGISTER = "json_extract({of}payload, '$.register')"
REGISTER = _REGISTER.format(of="")  # as in the index: only the same words find it
STEPS_OF = "events"  # 办理记录, the one register that grows to a million rows: its cells stand in a table of their own beside the facts
STEP_LEAVES: Mapping[str, str] = {
    "move": "values.move.text",
    "day": "values.date.day",
    "hour": "values.time.text",
    "unit": "values.unit.text",
    "node": "values.node.text",
    "grade": "values.grade.text",
    "new_due": "values.new_due.day",
    "approver": "values.approver.text",
    "scorer": "values.scorer.text",
    "attachment": "values.attachment.text",
    "note": "values.note.text",
    "file": "source",
    "sheet": "sheet",
    "cell": "cells.date",
    "record_no": "record_no",
    "checked": "values.checked_by.text",
}


def _step(of: str) -> str:
    """A fact as a row of ``step``. Times are whole seconds since 1970 (what SQLite cannot read is from before there were zones)."""
    times = ", ".join(
        f"coalesce(CAST(strftime('%s', {time}) AS INTEGER), 0)" for time in (f"{of}happened_at", f"json_extract({of}payload, '$.on')")
    )
    said = ", ".join(f"json_extract({of}payload, '$.{leaf}')" for leaf in ("change", "replaces", *STEP_LEAVES.values()))
    return f"coalesce(json_extract({of}payload, '$.values.matter.text'), ''), {of}seq, {times}, {said}"


STEPS_IN_FACTS = f"SELECT {_step('')} FROM fact WHERE kind = 'row' AND {REGISTER} = '{STEPS_OF}'"  # noqa: S608 - nothing in it comes from outside
_STEP_TABLE = (
    "CREATE TABLE step (matter TEXT NOT NULL, seq INTEGER NOT NULL, happened INTEGER NOT NULL, happens INTEGER NOT NULL, change TEXT NOT NULL,"
    f" replaces INTEGER, {', '.join(STEP_LEAVES)},"
    " PRIMARY KEY (matter, seq)) WITHOUT ROWID"
)
_STEP_TRIGGER = (
    f"CREATE TRIGGER fact_is_step AFTER INSERT ON fact WHEN NEW.kind = 'row' AND {_REGISTER.format(of='NEW.')} = '{STEPS_OF}'"  # noqa: S608 - as above
    f" BEGIN INSERT INTO step VALUES ({_step('NEW.')}); END"
)
_STEPS = (
    _STEP_TABLE,
    "CREATE INDEX step_replaces ON step (seq, replaces, happened) WHERE replaces IS NOT NULL",
    _STEP_TRIGGER,
    "CREATE TRIGGER step_kept BEFORE UPDATE ON step BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE TRIGGER step_stays BEFORE DELETE ON step BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
_SECOND = ("CREATE INDEX fact_kind ON fact (kind)", f"CREATE INDEX fact_register ON fact ({REGISTER}) WHERE kind = 'row'", *_STEPS)
SCHEMA = FIRST + ";\n".join(_SECOND) + ";\n"

# version → the statements that lead to the next one; a test wants a step for every version before VERSION
_DRAWN = f"INSERT INTO step {STEPS_IN_FACTS}"
UPGRADES: Mapping[int, tuple[str, ...]] = {
    1: (*_SECOND, _DRAWN),
    2: ("DROP TRIGGER fact_is_step", "DROP TABLE step", *_STEPS, _DRAWN),  # 核实人 of a row of 办理记录
}
