"""What init-campaign shows."""

from __future__ import annotations

from duchá.campaign.duties import duties_of
from duchá.campaign.faults import ROSTER_EMPTY, TO_BE_SETTLED
from duchá.cli.show import answer, fault_line
from duchá.steps.init_campaign import Initialised
from duchá.terms.fault import fault_json
from duchá.terms.text import shown
from duchá.terms.wording import due_words, explain


def initialised_page(made: Initialised, *, as_json: bool, quiet: bool) -> int:
    """What was made, by when things are due, and the next step; 1 where the roster is empty or lacks what the rulebooks speak of."""
    opened = made.opened
    campaign = opened.campaign
    data = {
        "folder": str(opened.folder),
        "name": campaign.settings.name,
        "made": list(made.made),
        "kept": list(made.kept),
        "units": len(campaign.roster),
        "blanks": list(made.blanks),
        "past_scores": list(made.past),
        "deliverables": [{"deliverable": o.key, "due": o.deadline.due, "recipient": o.recipient} for o in campaign.owed],
        "faults": [fault_json(fault) for fault in opened.faults],
    }
    page = [
        f"{campaign.settings.name}：{shown(str(opened.folder))}",
        f"新写：{'、'.join(made.made) or '无'}；原有未动：{'、'.join(made.kept) or '无'}；单位 {len(campaign.roster)} 个；空白报表 {len(made.blanks)} 份。",
        *(
            (f"往年的总分和名次已写在 registers/：{'、'.join(made.past)}。核对后运行 duchá record，连续两年的条款才能用上。",)
            if made.past
            else ()
        ),
        *(f"{o.deliverable.name}：{due_words(o.deadline)}前报{o.recipient}（{explain(o.deadline)}）" for o in campaign.owed),
        *(f"{here.duty.name}：{here.duty.due.text}{'（本室约定）' if here.duty.agreed else ''}" for here in duties_of(campaign)),
        *(fault_line(fault) for fault in opened.faults),
        _next(bool(campaign.roster.units), bool(campaign.owed), bool(made.blanks)),
    ]
    attention = any(fault.kind in (ROSTER_EMPTY, *TO_BE_SETTLED) for fault in opened.faults)
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=attention)


def _next(units: bool, owed: bool, blanks: bool) -> str:
    """What the office does now: fill in the roster, send blanks and collect what is owed, and write down the rest itself."""
    if not units:
        return "下一步：在 units.xlsx 填好单位名称和组别，再运行一次同样的命令：空白报表和登记表里的单位选项会补齐。"
    send = "把 blank/ 里的空白报表发给各单位（duchá blanks --kit 可打成发件包）；" if blanks else ""
    collect = "收到后放进 returns/，运行 duchá collect；" if owed else ""
    return f"下一步：核对 units.xlsx 和 campaign.toml；{send}{collect}督查室自己的登记填在 registers/，填好运行 duchá record。"
