"""Blank forms and marked copies by mail: one message a unit, each version once, through a server that listens; without one as files to send."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from openpyxl import load_workbook

from duchá.ledger.ladder import mailings_of
from duchá.steps.overdue import OverdueOptions, overdue
from duchá.steps.send_papers import Sendable, SentPapers, send_papers
from steps.office import ROW, Office, at
from steps.post_office import Server, listening
from steps.test_mail import HOUSING, SAFETY, serve, with_addresses

pytestmark = pytest.mark.sweep


@pytest.fixture
def office(office: Office) -> Office:
    return with_addresses(office)


def send(office: Office, what: Sendable, day: int = 4) -> SentPapers:
    return send_papers(office.open(at(day)), what)


def codes(sent: SentPapers) -> list[str]:
    return [fault.kind.code for fault in sent.faults if fault.kind.code in ("C034", "C035", "C036", "C160")]


def attached(message: EmailMessage) -> list[str | None]:
    return [part.get_filename() for part in message.iter_attachments()]


def test_every_unit_gets_its_blank_once_and_anew_when_it_was_made_anew(office: Office) -> None:
    with listening(Server()) as server:
        serve(office, server)
        first = send(office, Sendable.BLANKS)
        assert first.post.sent == [HOUSING, SAFETY] and codes(first) == ["C036"]
        message = server.received[0]
        assert attached(message) == ["04-区住建局.xlsx", "填报说明.docx"] and "空白报表" in message.get_body().get_content()
        data = next(iter(message.iter_attachments())).get_content()
        assert data == (office.folder / "blank" / "04-区住建局.xlsx").read_bytes()
        journal = office.journal()
        assert send(office, Sendable.BLANKS, 5).post.sent == [] and office.journal() == journal and len(server.received) == 2
        blank = office.folder / "blank" / "04-区住建局.xlsx"
        book = load_workbook(blank)
        book.worksheets[0]["A1"].value = "附件2（新）"
        book.save(blank)
        assert send(office, Sendable.BLANKS, 6).post.sent == [HOUSING]
    assert [(one.unit, one.state.value) for one in mailings_of(office.open(at(28)).facts())] == [
        (HOUSING, "sent"),
        (SAFETY, "sent"),
        (HOUSING, "sent"),
    ]


def test_a_unit_gets_its_marked_copy_once_with_the_words_that_stand_in_it(office: Office) -> None:
    office.fill(SAFETY, name="甲.xlsx", supervision_problems=[{**ROW, "rectification": ""}])
    office.fill(HOUSING, supervision_problems=[ROW])
    (copy,) = [item["marked_copy"] for item in office.collect().submissions if item["marked_copy"]]
    with listening(Server()) as server:
        serve(office, server)
        assert send(office, Sendable.RETURNED, 20).post.sent == [SAFETY]
        (message,) = server.received
        assert attached(message) == ["甲.xlsx"]
        assert next(iter(message.iter_attachments())).get_content() == (office.folder / copy).read_bytes()
        words = "".join(message.get_body().get_content().split())
        assert "区安监局：你单位报送的“甲.xlsx”有1处需要修改，已在附件中标出" in words
        assert send(office, Sendable.RETURNED, 20).post.sent == [] and len(server.received) == 1
        office.fill(SAFETY, name="甲-改.xlsx", supervision_problems=[ROW])
        office.collect(now=at(20, 15))
        assert codes(send(office, Sendable.RETURNED, 21)) == ["C160"]


def test_without_a_server_they_are_files_that_open_ready_to_be_sent(office: Office) -> None:
    sent = send(office, Sendable.BLANKS)
    assert sent.post.sent == [] and sorted(path.name for path in sent.written) == ["04-区住建局-空白报表.eml", "25-区安监局-空白报表.eml"]
    message = message_from_bytes(sent.written[0].read_bytes(), policy=policy.default)
    assert message["X-Unsent"] == "1" and message["To"] == "zjj@example.cn" and attached(message)[0] == "04-区住建局.xlsx"
    assert codes(send(office, Sendable.RETURNED)) == ["C160"]


def test_a_blank_that_was_mailed_is_no_reminder(office: Office) -> None:
    with listening(Server()) as server:
        serve(office, server)
        send(office, Sendable.BLANKS, 21)
        assert overdue(office.open(at(21)), OverdueOptions(mail=True)).post is not None and len(server.received) == 4
    assert [one.urges for one in mailings_of(office.open(at(28)).facts())] == [False, False, True, True]


def test_a_refused_address_is_said_in_words_of_what_was_sent_and_tried_again(office: Office) -> None:
    with listening(Server(refuses=frozenset({"zjj@example.cn"}))) as server:
        serve(office, server)
        sent = send(office, Sendable.BLANKS)
        (said,) = [fault.message for fault in sent.faults if fault.kind.code == "C034"]
        assert said.startswith("给“区住建局”的空白报表邮件没有送到 zjj@example.cn")
        server.refuses = frozenset()
        assert send(office, Sendable.BLANKS).post.sent == [HOUSING]
