"""The journal's tables and guards on a PostgreSQL server, as data: what makes them, and what `verify` compares them with. Nothing here is carried out.

The columns are those of the file (schema.py), so that the same questions are put to both. Two functions of ours answer what SQLite has of
its own: ``json_extract`` and the seconds of a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from duchá.journal.schema import REGISTER, STEP_LEAVES, STEPS_OF, VERSION

APPEND_ONLY = "append only"  # what our guards say
_TEXT = 'text COLLATE "C" NOT NULL'
_FACT_TEXTS = ("kind", "happened_at", "recorded_at", "by", "body_sha256", "previous", "payload", "hash", "content")
_STEP_HEAD = {"matter": _TEXT, "seq": "bigint NOT NULL", "happened": "bigint NOT NULL", "happens": "bigint NOT NULL", "change": _TEXT}
TABLES: Mapping[str, Mapping[str, str]] = {
    "schema_version": {"version": "bigint NOT NULL"},
    "fact": {"seq": "bigint PRIMARY KEY", **dict.fromkeys(_FACT_TEXTS, _TEXT)},
    "body": {"seq": "bigint PRIMARY KEY", "text": _TEXT},
    "head": {"one": "integer PRIMARY KEY CHECK (one = 1)", "seq": "bigint NOT NULL", "hash": _TEXT},
    "step": {**_STEP_HEAD, "replaces": "bigint", **dict.fromkeys(STEP_LEAVES, 'text COLLATE "C"')},
}
INDEXES: Mapping[str, str] = {
    "fact_content": "ON fact (content) WHERE content <> ''",
    "fact_kind": "ON fact (kind)",
    "fact_register": f"ON fact ({REGISTER}) WHERE kind = 'row'",
    "step_of_matter": "ON step (matter, seq)",
    "step_replaces": "ON step (seq, replaces, happened) WHERE replaces IS NOT NULL",
}


class Function(NamedTuple):
    """A function of ours: its name with its arguments, what it gives, how it is written, and its text."""

    name: str
    gives: str
    manner: str
    text: str


_REFUSE = f"""
BEGIN
  RAISE EXCEPTION '{APPEND_ONLY}';
END
"""
_LEAVES = ", ".join(f"p #>> '{{{leaf.replace('.', ',')}}}'" for leaf in STEP_LEAVES.values())
FUNCTIONS = (
    Function(
        name="json_extract(payload text, path text)",
        gives="text",
        manner="LANGUAGE sql IMMUTABLE",
        text=" SELECT payload::jsonb #>> string_to_array(substr(path, 3), '.') ",
    ),
    Function(
        name="seconds_of(moment text)",  # whole seconds since 1970; what cannot be read is from before there were zones
        gives="bigint",
        manner="LANGUAGE plpgsql STABLE SET timezone TO 'UTC'",
        text="""
BEGIN
  RETURN coalesce(floor(extract(epoch FROM moment::timestamptz))::bigint, 0);
EXCEPTION WHEN data_exception THEN
  RETURN 0;
END
""",
    ),
    Function(
        name="step_of(f fact)",
        gives="step",
        manner="LANGUAGE plpgsql STABLE",
        text=f"""
DECLARE
  p jsonb := f.payload::jsonb;
BEGIN
  RETURN ROW(coalesce(p #>> '{{values,matter,text}}', ''), f.seq, seconds_of(f.happened_at), seconds_of(p ->> 'on'),
    p ->> 'change', (p ->> 'replaces')::bigint, {_LEAVES});
END
""",
    ),
    Function(
        name="fact_comes()",
        gives="trigger",
        manner="LANGUAGE plpgsql",
        text=f"""
BEGIN
  IF NEW.seq <> (SELECT seq + 1 FROM head) THEN
    RAISE EXCEPTION '{APPEND_ONLY}';
  END IF;
  RETURN NEW;
END
""",
    ),
    Function(
        name="fact_came()",
        gives="trigger",
        manner="LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT",
        text=f"""
DECLARE
  s step;
BEGIN
  UPDATE head SET seq = NEW.seq, hash = NEW.hash;
  IF NEW.kind = 'row' AND json_extract(NEW.payload, '$.register') = '{STEPS_OF}' THEN
    s := step_of(NEW);
    INSERT INTO step VALUES (s.*);
  END IF;
  RETURN NULL;
END
""",
    ),
    Function(
        name="only_by_a_fact()",
        gives="trigger",
        manner="LANGUAGE plpgsql",
        text=f"""
BEGIN
  IF pg_trigger_depth() < 2 THEN
    RAISE EXCEPTION '{APPEND_ONLY}';
  END IF;
  RETURN NEW;
END
""",
    ),
    Function(name="refuse()", gives="trigger", manner="LANGUAGE plpgsql", text=_REFUSE),
)


class Trigger(NamedTuple):
    """A guard: its table, when it acts, for each row or once a statement, and what it calls."""

    table: str
    when: str  # BEFORE or AFTER
    on: tuple[str, ...]
    each: str  # ROW or STATEMENT
    calls: str


TRIGGERS: Mapping[str, Trigger] = {
    "fact_in_order": Trigger("fact", "BEFORE", ("INSERT",), "ROW", "fact_comes"),
    "fact_moves_head": Trigger("fact", "AFTER", ("INSERT",), "ROW", "fact_came"),
    "step_drawn": Trigger("step", "BEFORE", ("INSERT",), "ROW", "only_by_a_fact"),
    "head_moved": Trigger("head", "BEFORE", ("UPDATE",), "ROW", "only_by_a_fact"),
    "head_stays": Trigger("head", "BEFORE", ("DELETE", "TRUNCATE"), "STATEMENT", "refuse"),
    **{
        f"{table}_stays": Trigger(table, "BEFORE", ("DELETE", "UPDATE", "TRUNCATE"), "STATEMENT", "refuse")
        for table in ("fact", "body", "step")
    },
}
_BITS = {"ROW": 1, "STATEMENT": 0, "BEFORE": 2, "AFTER": 0, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}  # pg_trigger.tgtype
KEPT = ("fact", "body", "step")  # what nobody may change or remove, the owner included
TAKEN_FROM = "UPDATE, DELETE, TRUNCATE"


def statements(schema: str, clerks: str) -> Iterator[str]:
    """What makes an empty journal in a schema; both names are quoted already. ``clerks`` (may be empty) may read and append, and nothing else."""
    yield f"CREATE SCHEMA IF NOT EXISTS {schema}"
    for table, columns in TABLES.items():
        yield f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})"
    for function in FUNCTIONS:
        yield f"CREATE FUNCTION {function.name} RETURNS {function.gives} {function.manner} AS $text${function.text}$text$"
    for index, what in INDEXES.items():
        yield f"CREATE INDEX {index} {what}"
    yield "INSERT INTO head VALUES (1, 0, '')"
    yield f"INSERT INTO schema_version VALUES ({VERSION})"
    for name, trigger in TRIGGERS.items():
        yield (
            f"CREATE TRIGGER {name} {trigger.when} {' OR '.join(trigger.on)} ON {trigger.table}"
            f" FOR EACH {trigger.each} EXECUTE FUNCTION {trigger.calls}()"
        )
    yield f"REVOKE {TAKEN_FROM} ON {', '.join(KEPT)} FROM CURRENT_USER"
    yield f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC"
    yield f"REVOKE ALL ON ALL FUNCTIONS IN SCHEMA {schema} FROM PUBLIC"
    if clerks:
        yield f"GRANT USAGE ON SCHEMA {schema} TO {clerks}"
        yield f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {clerks}"
        yield f"GRANT INSERT ON fact, body TO {clerks}"
        yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {clerks}"


def purging(seqs_of: str) -> Iterator[str]:
    """What takes bodies out, and puts the guard and the grants back as they were; for the owner of the tables alone."""
    yield "GRANT DELETE ON body TO CURRENT_USER"
    yield "ALTER TABLE body DISABLE TRIGGER body_stays"
    yield f"DELETE FROM body WHERE seq IN ({seqs_of})"
    yield "ALTER TABLE body ENABLE TRIGGER body_stays"
    yield "REVOKE DELETE ON body FROM CURRENT_USER"


STEPS_IN_FACTS = (
    f"SELECT s.* FROM fact f, LATERAL step_of(f) s WHERE f.kind = 'row' AND {REGISTER.replace('payload', 'f.payload')} = '{STEPS_OF}'"
)
# what stands on the server, a line a part: the part's name, and what it is in words that do not differ from one release of PostgreSQL to the next
FOUND = (
    (
        "SELECT 'column ' || c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull::text"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE c.relnamespace = {schema} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
    ),
    "SELECT 'function ' || p.proname, p.prosrc || ' ' || p.prosecdef::text FROM pg_proc p WHERE p.pronamespace = {schema}",
    (
        "SELECT 'trigger ' || t.tgname, c.relname || ' ' || t.tgtype::text || ' ' || p.proname || ' ' || t.tgenabled::text || ' ' || (t.tgqual IS NULL)::text"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE c.relnamespace = {schema} AND NOT t.tgisinternal"
    ),
    (
        "SELECT 'index ' || c.relname, t.relname || ' ' || i.indisvalid::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " JOIN pg_class t ON t.oid = i.indrelid WHERE c.relnamespace = {schema}"
    ),
    "SELECT 'rule ' || r.rulename, '' FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace = {schema}",
    "SELECT 'policy ' || c.relname, '' FROM pg_class c WHERE c.relnamespace = {schema} AND (c.relrowsecurity OR c.relhassubclass)",
    (
        "SELECT 'grant ' || c.relname || ' ' || g.privilege_type, pg_get_userbyid(g.grantee)"
        " FROM pg_class c, LATERAL aclexplode(c.relacl) g WHERE c.relnamespace = {schema} AND c.relname IN ('fact', 'body', 'step')"
        " AND g.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE')"
    ),
)


def expected() -> Mapping[str, str]:
    """What `FOUND` finds in a journal that nobody has touched."""
    parts: dict[str, str] = {}
    for table, columns in TABLES.items():
        for name, kind in columns.items():
            solid = "NOT NULL" in kind or "PRIMARY KEY" in kind
            parts[f"column {table}.{name}"] = f"{kind.split()[0]} {str(solid).lower()}"
    for function in FUNCTIONS:
        parts[f"function {function.name.partition('(')[0]}"] = f"{function.text} {str('SECURITY DEFINER' in function.manner).lower()}"
    for name, trigger in TRIGGERS.items():
        bits = _BITS[trigger.each] + _BITS[trigger.when] + sum(_BITS[act] for act in trigger.on)
        parts[f"trigger {name}"] = f"{trigger.table} {bits} {trigger.calls} O true"
    for table in ("fact", "body", "head"):
        parts[f"index {table}_pkey"] = f"{table} true"
    for index, what in INDEXES.items():
        parts[f"index {index}"] = f"{what.split()[1]} true"
    return parts
