"""The name of an attachment as the large mailers look for it (B11): the standard's way, and the encoded words that QQ, 163, Foxmail and Outlook read."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import date, datetime
from email.header import decode_header
from email.message import EmailMessage, Message
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from duchá.campaign.model import Sender
from duchá.reports.ledger.letters import Letter
from duchá.reports.ledger.write_mail import Posting, letter_mail, message_of
from duchá.terms.unit import Unit
from duchá.workbooks.package.mail import attachment_name

AT = datetime(2015, 11, 21, 8, tzinfo=ZoneInfo("Asia/Shanghai"))
NAMES = ["区住建局", "区发展和改革经济信息化委员会（粮食和物资储备局）行政审批科驻政务服务中心窗口", "A-1", "区“双随机”办;b", "𠮷田镇政府"]


def message(name: str) -> bytes:
    """The message to a unit of this name, as it goes over the wire."""
    letter = Letter(
        unit=Unit(order=4, name=name, group="部门", email="zjj@example.cn"),
        day=date(2015, 11, 21),
        lines=(),
        sender=Sender(issuer="区督查室"),
    )
    made = message_of(letter_mail(letter, b"PK\x03\x04x"), AT, Posting(sender="d@example.cn", name="区督查室", at=AT, id="1"))
    assert isinstance(made, EmailMessage)
    return made.as_bytes()


def attached(data: bytes) -> tuple[str, Message]:
    """The head of the attachment as it stands there, unfolded, and the part as a plain parser gives it."""
    part = next(part for part in email.message_from_bytes(data).walk() if part.get_content_maintype() == "application")
    head = re.sub(r"\r?\n[ \t]+", " ", data.decode().split("Content-Type: application/")[1].split("\r\n\r\n")[0])
    return head, part


def word(parameter: str, head: str) -> str:
    """What a mailer makes of an encoded word in quotes, which the standard does not know there: QQ, 163, Foxmail, Outlook."""
    found = re.search(rf'[ ;]{parameter}="([^"]*)"', head)
    assert found is not None, head
    return "".join(piece.decode(charset or "ascii") if isinstance(piece, bytes) else piece for piece, charset in decode_header(found[1]))


@pytest.mark.parametrize("name", NAMES)
def test_every_mailer_finds_the_name_where_it_looks(name: str) -> None:
    data = message(name)
    head, part = attached(data)
    wanted = word("name", head)
    assert wanted.endswith(".docx") and name.replace("“", "").split(";")[0][:3] in wanted.replace("“", "")
    assert word("filename", head) == wanted  # Outlook, Foxmail
    assert attachment_name(part) == wanted  # our own reader, when it comes back
    modern = next(
        one for one in email.message_from_bytes(data, policy=email.policy.default).walk() if one.get_content_maintype() == "application"
    )
    assert wanted in (modern.get_filename(), word("filename", head))
    if not wanted.isascii():
        assert _rfc_2231(head) == wanted  # whoever keeps to the standard


def _rfc_2231(head: str) -> str:
    """The parameter ``filename*`` or its pieces, as the standard puts them together."""
    from urllib.parse import unquote

    whole = re.search(r"filename\*=UTF-8''([^;\s]+)", head)
    pieces = sorted((int(number), text) for number, text in re.findall(r"filename\*(\d+)\*=(?:UTF-8'')?([^;\s]+)", head))
    return unquote(whole[1] if whole else "".join(text for _, text in pieces))


@pytest.mark.parametrize("name", NAMES)
def test_no_line_is_longer_than_a_mail_may_have(name: str) -> None:
    data = message(name)

    for line in data.split(b"\r\n"):
        assert len(line) <= 78 or line.startswith(b"Content-Type: application/vnd.openxml"), line  # a name that no fold can shorten
    for written in re.findall(rb"=\?UTF-8\?B\?[^?]*\?=", data):
        assert len(written) <= 75


@given(st.text(st.characters(categories=["Lo", "Nd"], include_characters="（）-“”"), min_size=1, max_size=60))
@settings(deadline=None, max_examples=60)
def test_whatever_a_unit_is_called(name: str) -> None:
    head, part = attached(message(name))
    assert attachment_name(part) == word("filename", head) == word("name", head)
    assert "\ufffd" not in word("name", head)
