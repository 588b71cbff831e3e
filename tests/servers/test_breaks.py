"""Whatever is killed, the client, the server or the connection between them: nothing is half, and the next run goes on."""

from __future__ import annotations

import random
import signal
import socket
import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pytest

from conftest import HANGS
from duchá.journal import faults, server as on_a_server
from duchá.journal.fact import Fact, FactKind, NewFact
from duchá.journal.faults import JournalError
from duchá.journal.read import head, known_contents, read_body, read_facts
from duchá.journal.server import Server
from duchá.journal.verify import verify
from duchá.journal.write import open_journal
from journal.entries import answer, at, in_child, kill, needs_fork, note, rows, said, sha256, submission
from servers.office import on_server

if TYPE_CHECKING:
    from servers.postgres import Cluster, Database

FILES = 300


def _collect(database: Database, folder: Path, by: str = "张三") -> int:
    """A run beside others: records what is not known yet, a submission and a note on it in one transaction."""
    server = on_server(database, folder, by=by)
    with open_journal(server, now=at(0), by=by, shared=True, wait_seconds=HANGS) as writer:
        known = {str(fact.payload.get("sha256")) for fact in writer.facts()}  # what comes after is news
        for number in range(FILES):

            def unless_known(news: tuple[Fact, ...], number: int = number) -> tuple[None, tuple[NewFact, ...]]:
                known.update(str(fact.payload.get("sha256")) for fact in news)
                fresh = sha256(b"%d" % number) not in known
                return None, (submission(number, body=rows(number)), note(str(number))) if fresh else ()

            writer.in_turn(unless_known)
    return 0


def _sound(server: Server) -> list[str]:
    return [code for code, _ in said(verify(server, Path("/nowhere"))) if code != "J202"]


@pytest.mark.sweep
@needs_fork
def test_a_client_killed_at_any_instant_leaves_nothing_half_and_the_next_run_completes(database: Database, tmp_path: Path) -> None:
    chance = random.Random(20151116)
    server = on_server(database, tmp_path)
    for _ in range(25):
        child, pipe = in_child(partial(_collect, database, tmp_path))
        time.sleep(0.3 * chance.random())
        kill(child, pipe)
        if not server.exists():
            continue
        facts = read_facts(server)
        assert [fact.kind for fact in facts] == [FactKind.SUBMISSION, FactKind.NOTE] * (len(facts) // 2)
        assert all(read_body(server, fact.seq) == rows(int(str(fact.payload["number"]))) for fact in facts[-2:-1])
        assert _sound(server) == []
    _collect(database, tmp_path)
    contents = [fact.payload["sha256"] for fact in read_facts(server, kinds=frozenset({FactKind.SUBMISSION}))]
    assert sorted(map(str, contents)) == sorted(sha256(b"%d" % number) for number in range(FILES))


@needs_fork
def test_several_at_once_complete_without_doubles_in_one_chain(database: Database, tmp_path: Path) -> None:
    children = [in_child(partial(_collect, database, tmp_path, by)) for by in ("张三", "李四", "王五")]
    answers = [answer(*child) for child in children]
    assert answers == ["0", "0", "0"], "\n".join(answers)
    server = on_server(database, tmp_path)
    facts = read_facts(server)
    assert [fact.seq for fact in facts] == list(range(1, 2 * FILES + 1))
    assert len(known_contents(server)) == FILES
    assert _sound(server) == []


@needs_fork
def test_the_lock_of_a_killed_client_is_free(database: Database, tmp_path: Path) -> None:
    ready = tmp_path / "ready"

    def hold() -> int:
        with open_journal(on_server(database, tmp_path), now=at(0), by="张三"):
            ready.touch()
            time.sleep(60)
        return 0

    child, pipe = in_child(hold)
    while not ready.exists():
        time.sleep(0.01)
    kill(child, pipe)
    with open_journal(on_server(database, tmp_path), now=at(1), by="李四") as writer:
        assert writer.append(note())[0].seq == 1


def test_a_run_that_must_be_alone_waits_and_is_told_who_is_at_work(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While it waits as well as when it gives up."""
    monkeypatch.setattr(on_a_server, "_SILENT_SECONDS", 0.02)
    first, second = on_server(database, tmp_path, by="zhangsan"), on_server(database, tmp_path, by="lisi")
    with open_journal(first, now=at(0), by="张三") as writer:
        with pytest.raises(JournalError) as refused, open_journal(second, now=at(1), by="李四", wait_seconds=0.2):
            pass
        assert writer.append(note())[0].seq == 1
    assert refused.value.fault.kind is faults.LOCKED
    assert "zhangsan" in refused.value.fault.message
    assert [text for text in caplog.messages if "另一次运行正在使用本行动" in text and "zhangsan" in text and "最多等 0.2 秒" in text]


def test_one_who_waits_for_a_server_that_does_not_answer_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(on_a_server, "_SILENT_SECONDS", 0.02)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"postgresql://127.0.0.1:{silent.getsockname()[1]}/ducha"

        def hang_up() -> None:
            with suppress(OSError):
                silent.accept()[0].close()

        Timer(0.2, hang_up).start()
        with pytest.raises(JournalError) as refused:
            Server(address, tmp_path).exists()
    assert refused.value.fault.kind is faults.SERVER_AWAY
    assert "正在连接存放日志的数据库服务器，还没有回答，最多等 10 秒……" in caplog.messages


def _cut(database: Database) -> None:
    """The server, or the network, lets go of every connection to the database."""
    database.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")


@pytest.mark.parametrize("shared", [False, True])
def test_a_connection_that_breaks_between_two_files_is_made_anew(database: Database, tmp_path: Path, shared: bool) -> None:
    server = on_server(database, tmp_path)
    with open_journal(server, now=at(0), by="张三", shared=shared) as writer:
        writer.append(note("一"))
        _cut(database)
        writer.append(note("二"), note("三"))
        _cut(database)
        assert [fact.payload["note"] for fact in read_facts(server)] == ["一", "二", "三"]
        writer.append_many(iter((note("四"),)))
    assert [fact.payload["note"] for fact in read_facts(server)] == ["一", "二", "三", "四"]
    assert _sound(server) == []


def test_a_connection_that_breaks_within_a_transaction_loses_nothing_and_doubles_nothing(database: Database, tmp_path: Path) -> None:
    server, cuts = on_server(database, tmp_path), []

    def cut_once(news: tuple[Fact, ...]) -> tuple[None, tuple[NewFact, ...]]:
        if not cuts:
            cuts.append(_cut(database))
        return None, (submission(1, body=rows(1)), note())

    with open_journal(server, now=at(0), by="张三", shared=True) as writer:
        _, recorded = writer.in_turn(cut_once)
    assert [fact.seq for fact in recorded] == [1, 2]
    assert read_facts(server) == recorded
    assert _sound(server) == []


def test_an_answer_that_is_lost_after_the_end_of_a_transaction_doubles_nothing(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has carried out COMMIT, and the client never hears of it."""
    from duchá.journal.server import ServerConnection

    server, cuts, really = on_server(database, tmp_path), [], ServerConnection.execute

    def deaf(self: ServerConnection, sql: str, parameters: tuple[object, ...] = (), /) -> object:
        done = really(self, sql, parameters)
        if sql == "COMMIT" and not cuts:
            cuts.append(_cut(database))
            really(self, "SELECT 1")
        return done

    with open_journal(server, now=at(0), by="张三") as writer:
        monkeypatch.setattr(ServerConnection, "execute", deaf)
        recorded = writer.append(note("一"))
        recorded += writer.append(note("二"))
    assert read_facts(server) == recorded
    assert [fact.payload["note"] for fact in recorded] == ["一", "二"]


def test_a_run_whose_lock_was_lost_goes_on_only_where_nobody_wrote_meanwhile(database: Database, tmp_path: Path) -> None:
    server = on_server(database, tmp_path)
    with open_journal(server, now=at(0), by="张三") as writer:
        writer.append(note("一"))
        _cut(database)
        with open_journal(on_server(database, tmp_path), now=at(1), by="李四") as other:
            other.append(note("二"))
        with pytest.raises(JournalError) as refused:
            writer.append(note("三"))
    assert refused.value.fault.kind is faults.SERVER_MEANWHILE
    assert [fact.payload["note"] for fact in read_facts(server)] == ["一", "二"]


def test_a_server_that_crashes_is_said_in_one_line_and_nothing_is_half(cluster: Cluster, tmp_path: Path) -> None:
    from servers import postgres

    with postgres.database(cluster.admin) as database:
        server = on_server(database, tmp_path)
        with open_journal(server, now=at(0), by="张三", shared=True) as writer:
            writer.append(submission(1, body=rows(1)))

            def crash(news: tuple[Fact, ...]) -> tuple[None, tuple[NewFact, ...]]:
                cluster.stop(signal.SIGQUIT)
                return None, (submission(2, body=rows(2)),)

            with pytest.raises(JournalError) as refused:
                writer.in_turn(crash)
        with pytest.raises(JournalError) as unread:
            read_facts(on_server(database, tmp_path))
        assert (refused.value.fault.kind, unread.value.fault.kind) == (faults.SERVER_AWAY, faults.SERVER_AWAY)
        assert "\n" not in unread.value.fault.message
        assert "服务器没有开" in unread.value.fault.message
        cluster.start()
        assert [fact.seq for fact in read_facts(server)] == [1]
        with open_journal(server, now=at(1), by="张三") as writer:
            writer.append(submission(2, body=rows(2)))
        assert ([fact.seq for fact in read_facts(server)], _sound(server)) == ([1, 2], [])


@needs_fork
def test_a_server_killed_at_any_instant_leaves_a_whole_chain(cluster: Cluster, tmp_path: Path) -> None:
    from servers import postgres

    chance = random.Random(7)
    with postgres.database(cluster.admin) as database:
        for _ in range(4):
            child, pipe = in_child(partial(_stopped_by_the_server, database, tmp_path))
            time.sleep(0.1 + 0.4 * chance.random())
            cluster.stop(signal.SIGQUIT)
            assert answer(child, pipe) in ("J018", "0")
            cluster.start()
            server = on_server(database, tmp_path)
            facts = read_facts(server) if server.exists() else ()
            assert [fact.kind for fact in facts] == [FactKind.SUBMISSION, FactKind.NOTE] * (len(facts) // 2)
            assert not facts or _sound(server) == []
        assert _collect(database, tmp_path) == 0
        assert (len(known_contents(server)), len(read_facts(server))) == (FILES, 2 * FILES)


def _stopped_by_the_server(database: Database, folder: Path) -> str:
    try:
        return str(_collect(database, folder))
    except JournalError as error:
        return error.fault.kind.code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("/ducha_", "/nicht_da_"), "J019"),
        (("_owner@", "_niemand@"), "J019"),
        (("127.0.0.1", "gibtsnicht.invalid"), "J018"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(database: Database, tmp_path: Path, change: tuple[str, str], code: str) -> None:
    server = Server(database.owner.replace(*change), tmp_path)
    with pytest.raises(JournalError) as refused:
        server.exists()
    assert refused.value.fault.kind.code == code


def test_a_database_that_cannot_hold_chinese_is_refused(server: str, tmp_path: Path) -> None:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS ducha_latin")
        connection.execute("CREATE DATABASE ducha_latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        try:
            with pytest.raises(JournalError) as refused:
                Server(server.rpartition("/")[0] + "/ducha_latin", tmp_path).exists()
        finally:
            connection.execute("DROP DATABASE ducha_latin")
    assert (refused.value.fault.kind.code, "LATIN1" in refused.value.fault.message) == ("J024", True)


def test_a_full_disk_on_the_server_is_said_and_nothing_is_half(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server says 53100 (disk_full) while it takes an entry."""
    server = on_server(database, tmp_path)
    with open_journal(server, now=at(0), by="张三") as writer:
        writer.append(note("一"))
        database.rows(
            f"CREATE FUNCTION {server.schema}.full() RETURNS trigger LANGUAGE plpgsql AS"
            " $$BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END$$;"
            f" CREATE TRIGGER zz AFTER INSERT ON {server.schema}.fact FOR EACH ROW EXECUTE FUNCTION {server.schema}.full()"
        )
        with pytest.raises(JournalError) as refused:
            writer.append(note("二"))
        database.rows(f"DROP TRIGGER zz ON {server.schema}.fact; DROP FUNCTION {server.schema}.full()")
        writer.append(note("三"))
    assert refused.value.fault.kind is faults.DISK_FULL
    assert [fact.payload["note"] for fact in read_facts(server)] == ["一", "三"]
    assert (_sound(server), len(head(server))) == ([], 64)
