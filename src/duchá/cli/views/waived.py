"""What waive shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from duchá.cli.show import answer, fault_line
from duchá.steps.waive import Waived
from duchá.terms.fault import Fault
from duchá.terms.text import shown
from duchá.terms.wording import day_words


def waived_page(waived: Waived, news: Sequence[Fault] = (), *, as_json: bool, quiet: bool) -> int:
    """The waiver in one sentence, and what it does not touch; before it what is new about the campaign itself."""
    waiver, kind = waived.waiver, waived.kind
    data = {"waiver": asdict(waiver) | {"name": kind.name}}
    line = f"已豁免 {waiver.unit} 的 {kind.code}（{kind.title}），至 {day_words(waiver.until)}；{shown(waiver.approver)}批准，理由：{shown(waiver.reason)}。"
    after = "此后收到的按豁免核对；已经退回或待确认的，用 duchá resolve 收件号 --accept --reason 理由。"
    return answer(data, *map(fault_line, news), line, after, as_json=as_json, quiet=quiet)
