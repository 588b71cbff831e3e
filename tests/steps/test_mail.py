"""Letters by mail, through a server that listens: one message a unit, each reminder once, and what went wrong said in one line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from duchá.ledger.ladder import Sending, mailings_of
from duchá.steps.overdue import Overdue, OverdueOptions, overdue
from steps.office import Office, at
from steps.post_office import Server, listening, self_signed

HOUSING, SAFETY = "区住建局", "区安监局"
ADDRESSES = {HOUSING: "zjj@example.cn", SAFETY: "ajj@example.cn、bgs@example.cn"}


@pytest.fixture
def office(office: Office) -> Office:
    return with_addresses(office)


def with_addresses(office: Office) -> Office:
    """Two departments have addresses; of all the others only 区外办 owes anything."""
    book = load_workbook(office.folder / "units.xlsx")
    sheet = book.worksheets[0]
    heads = {str(cell.value).rstrip("*"): cell.column for cell in next(sheet.iter_rows()) if cell.value}
    for row in range(sheet.max_row, 1, -1):
        name = str(sheet.cell(row, heads["单位名称"]).value)
        if name not in (*ADDRESSES, "区外办"):
            sheet.delete_rows(row)
        else:
            sheet.cell(row, heads["电子邮箱"]).value = ADDRESSES.get(name, "没有")
    book.save(office.folder / "units.xlsx")
    return office


def serve(office: Office, server: Server, more: str = "") -> None:
    """Writes the server into campaign.toml."""
    path = office.folder / "campaign.toml"
    text = path.read_text(encoding="utf-8").partition("\n[mail]")[0]
    mail = f'\n[mail]\nhost = "localhost"\nport = {server.port}\nsecurity = "{server.security}"\nfrom = "ducha@example.cn"\n{more}'
    path.write_text(text + mail, encoding="utf-8")


def run(office: Office, day: int, hour: int = 8) -> Overdue:
    return overdue(office.open(at(day, hour)), OverdueOptions(mail=True))


def codes(found: Overdue) -> list[str]:
    stopped = [found.post.stopped] if found.post and found.post.stopped else []
    return [fault.kind.code for fault in (*stopped, *found.faults) if fault.kind.code.startswith("C03")]


def states(office: Office) -> list[tuple[str, str]]:
    return [(one.unit, one.state.value) for one in mailings_of(office.open(at(28)).facts())]


def test_one_message_a_unit_goes_out_once(office: Office) -> None:
    with listening(Server()) as server:
        serve(office, server)
        first = run(office, 21)
        assert first.post is not None
        assert (first.post.sent, first.post.without) == ([HOUSING, SAFETY], ("区外办",))
        assert server.recipients == [["zjj@example.cn"], ["ajj@example.cn", "bgs@example.cn"]]
        message = server.received[0]
        assert "4项工作已逾期" in str(message["Subject"])
        assert [part.get_filename() for part in message.iter_attachments()] == ["04-区住建局-催办函.docx"]
        kept = office.folder / "reports" / "催办函-2015-11-21" / "04-区住建局-催办函.eml"
        assert b"X-Unsent" not in kept.read_bytes()
        journal, files = office.journal(), kept.read_bytes()
        again = run(office, 21, hour=17)
        assert again.post is not None and again.post.sent == []
        assert (len(server.received), office.journal(), kept.read_bytes()) == (2, journal, files)
        assert run(office, 22).post is not None and len(server.received) == 2  # nothing new was urged
        run(office, 27)
        assert len(server.received) == 4  # 通报建议: another rung
    assert states(office) == [(HOUSING, "sent"), (SAFETY, "sent")] * 2


def test_who_has_no_address_is_named(office: Office) -> None:
    with listening(Server()) as server:
        serve(office, server)
        found = run(office, 21)
    assert codes(found) == ["C036"]
    assert "1 个单位没有可用的电子邮箱，催办函没有发邮件：区外办" in next(f.message for f in found.faults if f.kind.code == "C036")


def test_a_refused_address_is_said_and_tried_again_when_it_is_mended(office: Office) -> None:
    with listening(Server(refuses=frozenset({"zjj@example.cn", "bgs@example.cn"}))) as server:
        serve(office, server)
        found = run(office, 21)
        said = [fault.message for fault in found.faults if fault.kind.code == "C034"]
        assert said == [
            "给“区住建局”的催办邮件没有送到 zjj@example.cn：服务器答复“550 no such user here”。",
            "给“区安监局”的催办邮件没有送到 bgs@example.cn：地址被拒收。",
        ]
        assert states(office) == [(HOUSING, "failed"), (SAFETY, "sent")]  # one of its two addresses took it
        assert (office.folder / "reports" / "催办函-2015-11-21" / "04-区住建局-催办函.eml").exists()
        server.refuses = frozenset()
        later = run(office, 23)  # nothing new was urged, yet this one is waiting
        assert later.post is not None and later.post.sent == [HOUSING]
        assert "3天" in "".join(part.get_content() for part in server.received[-1].walk() if part.get_content_type() == "text/plain")
        assert run(office, 24).post is not None and len(server.received) == 2


def test_a_server_that_is_not_there_is_one_line_and_the_files_stay(office: Office) -> None:
    with listening(Server()) as server:
        pass
    serve(office, server)
    found = run(office, 21)
    assert found.post is not None and found.post.stopped is not None
    assert found.post.stopped.message == (
        f"邮件服务器 localhost:{server.port} 用不了：拒绝连接，端口上没有邮件服务；2 封催办邮件没有发出。"
    )
    assert len(list((office.folder / "reports" / "催办函-2015-11-21").glob("*.eml"))) == 2
    with listening(Server()) as server:
        serve(office, server)
        assert (run(office, 22).post or found.post).sent == [HOUSING, SAFETY]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_guarded_connection_with_a_login(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str) -> None:
    certificate = self_signed(tmp_path)
    login = 'user = "ducha"\npassword_env = "MAIL_SECRET"\n'
    with listening(Server(security=security, user="ducha", password="right-one"), certificate) as server:
        serve(office, server, login)
        assert codes(run(office, 21)) == ["C032", "C036"]  # the variable is not set
        monkeypatch.setenv("MAIL_SECRET", "right-one")
        distrusted = run(office, 21, hour=9)
        assert distrusted.post is not None and distrusted.post.stopped is not None
        assert "证书不可信" in distrusted.post.stopped.message
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("MAIL_SECRET", "wrong-one")
        wrong = run(office, 21, hour=10)
        assert wrong.post is not None and wrong.post.stopped is not None
        assert "登录被拒绝，服务器答复“535 authentication failed”" in wrong.post.stopped.message
        assert server.received == []
        monkeypatch.setenv("MAIL_SECRET", "right-one")
        sent = run(office, 21, hour=11)
        assert sent.post is not None and sent.post.sent == [HOUSING, SAFETY]
    for path in office.folder.rglob("*"):
        assert not path.is_file() or b"right-one" not in path.read_bytes()


def test_a_connection_that_breaks_after_the_message_leaves_a_question_and_no_second_message(office: Office) -> None:
    with listening(Server(on_message=lambda message: True)) as server:
        serve(office, server)
        broken = run(office, 21)
        assert codes(broken) == ["C033", "C036", "C035"]  # of the first nobody knows, the second did not go
        server.on_message = lambda message: False
        later = run(office, 22)
        assert later.post is not None and later.post.sent == [SAFETY]
        assert codes(later) == ["C035"]
        assert [message["To"] for message in server.received] == ["zjj@example.cn", "ajj@example.cn, bgs@example.cn"]
    assert states(office) == [(HOUSING, "unknown"), (SAFETY, "failed"), (SAFETY, "sent")]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_killed_between_sending_and_recording(office: Office) -> None:
    running: list[subprocess.Popen[str]] = []

    def kill(message: Any) -> bool:
        os.kill(running[-1].pid, signal.SIGKILL)
        running[-1].wait()
        return True

    command = [sys.executable, "-m", "ducha", "overdue", "--mail", "-C", str(office.folder)]
    with listening(Server(on_message=kill)) as server:
        serve(office, server)
        running.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"))
        running[-1].communicate(timeout=60)
        server.on_message = lambda message: False
        done = subprocess.run([*command, "--json"], capture_output=True, encoding="utf-8", check=False, timeout=60)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert found["mail"]["sent"] == [SAFETY]
    uncertain = next(fault for fault in found["mail"]["faults"] if fault["code"] == "C035")
    assert "不会自动重发" in uncertain["message"]
    assert len(server.received) == 2  # 区住建局 once, by the run that was killed


def test_the_command_says_it_on_stderr_and_gives_2(office: Office) -> None:
    with listening(Server()) as server:
        pass
    serve(office, server)
    command = [sys.executable, "-m", "ducha", "overdue", "--mail", "-q", "-C", str(office.folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "C033" in done.stderr


def test_where_every_address_is_refused_it_is_said_though_all_is_to_be_quiet(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A59: cron saw an exit code of 1, as on any day on which somebody is late, and nobody was urged."""
    addresses = frozenset({"zjj@example.cn", "ajj@example.cn", "bgs@example.cn"})
    command = [sys.executable, "-m", "ducha", "overdue", "--mail", "-q", "-C", str(office.folder)]
    with listening(Server(refuses=addresses)) as server:
        serve(office, server)
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done
        assert "2 封催办邮件全部被拒收" in done.stderr and "550 no such user here" in done.stderr and "C061" in done.stderr
        server.refuses = frozenset({"zjj@example.cn"})
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout, "给“区住建局”的催办邮件没有送到" in done.stderr) == (1, "", True), done
        server.refuses = frozenset()
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", ""), done


@pytest.mark.parametrize("host", ["a..b", "甲" * 80, "."])
def test_a_host_that_is_no_name_is_one_line(office: Office, host: str) -> None:
    serve(office, Server(port=25))
    path = office.folder / "campaign.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('host = "localhost"', f'host = "{host}"'), encoding="utf-8")
    assert codes(run(office, 21))[0] == "C033"


def test_another_day_is_never_sent(office: Office) -> None:
    with listening(Server()) as server:
        serve(office, server)
        found = overdue(replace(office.open(at(25)), as_of=at(21).date()), OverdueOptions(mail=True))
        assert server.received == []
    assert codes(found) == ["C036", "C037"]
    assert [one.state for one in mailings_of(office.open(at(28)).facts())] == []
    assert Sending.SENT.value == "sent"
