"""examples/server/: the scripts as they are printed, on a real server: set up, several clerks, a backup, a drill from which everything comes back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import CHECKOUT, HANGS, clean_environment

SERVER = CHECKOUT / "examples" / "server"
RETURNS = CHECKOUT / "examples" / "dantu-2015" / "returns" / "1118"
pytestmark = pytest.mark.sweep


@pytest.fixture
def admin() -> Iterator[str]:
    """A server of this test's own: the scripts make roles and databases by their names."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed (pip install .[postgres])")
    if os.name != "posix":
        pytest.skip("the scripts are for sh")
    from servers.postgres import own_cluster

    with own_cluster() as cluster:
        yield cluster.admin


def run(*command: object, path: str = "") -> str:
    """What a command says; it must end well."""
    environment = clean_environment() | {"DUCHA": f"{sys.executable} -m ducha", "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [str(part) for part in command], env=environment, capture_output=True, text=True, encoding="utf-8", timeout=HANGS, check=False
    )
    assert done.returncode in (0, 1), (command, done.stdout, done.stderr)
    return done.stdout


def test_what_was_backed_up_comes_back_in_a_drill(admin: str, tmp_path: Path) -> None:
    from servers.postgres import programs

    place = str(programs())
    run("psql", admin, "-v", "ON_ERROR_STOP=1", "-f", SERVER / "setup.sql", path=place)
    run("psql", admin, "-v", "ON_ERROR_STOP=1", "-c", "CREATE ROLE zhangsan LOGIN IN ROLE ducha_clerks", path=place)
    host = admin.rpartition("@")[2].rpartition("/")[0]
    owner, clerk, drill = (
        f"postgresql://{who}@{host}/{name}" for who, name in (("ducha_owner", "ducha"), ("zhangsan", "ducha"), ("postgres", "drill"))
    )
    ducha = (sys.executable, "-m", "ducha")
    folder, backup = tmp_path / "行动", tmp_path / "备份"
    run(*ducha, "init-campaign", folder, "--rulebook", "dantu-2015", "-q")
    run(*ducha, "journal", "move", "-C", folder, "--to", owner, "--schema", "行动一", "--clerks", "ducha_clerks")
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace(owner, clerk), encoding="utf-8")
    run(*ducha, "collect", "-C", folder, *sorted(RETURNS.iterdir())[:6], "--received-at", "2015-11-18T10:00", "-q")
    said = run("sh", SERVER / "backup.sh", folder, backup, owner, "行动一", path=place)
    (dump,) = backup.glob("*.dump")
    assert str(dump) in said
    run(*ducha, "collect", "-C", folder, *sorted(RETURNS.iterdir())[6:8], "-q")  # what comes after the backup is not in it
    run("psql", admin, "-c", "CREATE DATABASE drill ENCODING 'UTF8' TEMPLATE template0", path=place)
    shutil.move(folder, tmp_path / "不在了")
    drilled = run("sh", SERVER / "drill.sh", backup, dump, drill, tmp_path / "演练", "行动一", path=place)
    head = drilled.rpartition("校验码 ")[2].strip()
    (noted,) = backup.glob("head-*.json")
    assert (len(head), head in noted.read_text(encoding="utf-8")) == (64, True), drilled
    status = run(*ducha, "status", "-C", tmp_path / "演练", "--as-of", "2015-11-19")
    assert "已收" in status
