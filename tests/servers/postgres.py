"""A PostgreSQL server of one's own: a free port of the loopback, a folder that is thrown away; never as root."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest

GIVEN = "DUCHA_TEST_POSTGRES"  # the address of a superuser on a server that is there already (.ci/run starts one)
_USER = "postgres"  # whom Debian's package makes; PostgreSQL refuses to run as root
_NUMBERS = count(1)


def programs() -> Path | None:
    """Where initdb and postgres are; None where they are not installed."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def _as_whom() -> dict[str, object]:
    return {"user": _USER, "group": _USER, "extra_groups": []} if os.geteuid() == 0 else {}


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """A server that a test may stop, kill and start again."""

    bin: Path
    data: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def admin(self) -> str:
        """The address of its superuser."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Starts it and waits until it answers."""
        settings = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "max_connections=50")
        command = [str(self.bin / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for setting in settings:
            command += ["-c", setting]
        log = (self.data.parent / "log").open("ab")
        with log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **_as_whom())  # type: ignore[call-overload]  # whom to be is only known at run time
        for _ in range(600):
            try:
                psycopg.connect(self.admin, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None, (self.data.parent / "log").read_text(errors="replace")
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stops it: SIGINT cuts every connection; SIGQUIT is a crash, after which it must recover."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process = None


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    """A server of one's own; skips where PostgreSQL is not installed."""
    import tempfile

    place = programs()
    if place is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="ducha-postgres-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER, _USER)
        data = folder / "data"
        made = [str(place / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(made, check=True, capture_output=True, cwd="/", **_as_whom())  # type: ignore[call-overload]  # whom to be is only known at run time
        cluster = Cluster(bin=place, data=data, port=free_port())
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Database:
    """A database for one test, with an owner and a clerk who are no superusers."""

    admin: str  # the superuser in this database
    owner: str
    clerk: str
    clerks: str  # the role that clerks belong to

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What the superuser is answered."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            done = connection.execute(sql.encode())
            return done.fetchall() if done.description else []


@contextmanager
def database(admin: str) -> Iterator[Database]:
    """A new database on a server, and roles for it; both are gone afterwards."""
    name = f"ducha_{os.getpid()}_{next(_NUMBERS)}"
    head, _, _ = admin.rpartition("/")
    scheme, _, rest = head.partition("://")
    host = rest.rpartition("@")[2]
    with psycopg.connect(admin, autocommit=True) as connection:
        for role in ("owner", "clerk"):
            connection.execute(f'CREATE ROLE "{name}_{role}" LOGIN'.encode())
        connection.execute(f'CREATE ROLE "{name}_clerks"'.encode())
        connection.execute(f'GRANT "{name}_clerks" TO "{name}_clerk"'.encode())
        connection.execute(f'CREATE DATABASE "{name}" OWNER "{name}_owner"'.encode())
    try:
        yield Database(
            admin=f"{head}/{name}",
            owner=f"{scheme}://{name}_owner@{host}/{name}",
            clerk=f"{scheme}://{name}_clerk@{host}/{name}",
            clerks=f"{name}_clerks",
        )
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
            for role in ("owner", "clerk", "clerks"):
                connection.execute(f'DROP ROLE IF EXISTS "{name}_{role}"'.encode())
