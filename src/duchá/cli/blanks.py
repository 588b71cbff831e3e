"""duchá blanks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Annotated

import typer

from duchá.cli.app import App
from duchá.cli.options import AsJson, AsOf, CampaignDir, Quiet, Units, moment, start
from duchá.cli.show import Part, ScreenTable, answer
from duchá.forms.write_for_people import WriteOutcome
from duchá.steps.blanks import MadeBlank, MadeBlanks

OUTCOMES: Mapping[WriteOutcome, str] = {
    WriteOutcome.MADE: "√ 新生成",
    WriteOutcome.RENEWED: "√ 已更新",
    WriteOutcome.SAME: "√ 无变化",
    WriteOutcome.KEPT: "？ 手工改过，未覆盖，新的在旁边",
}


def blanks_page(made: MadeBlanks, *, as_json: bool, quiet: bool) -> int:
    """Which files were made, which were left alone and why, and the next step. Attention: a file that a person has changed."""
    data = {
        "blanks": [_as_json(blank) for blank in made.blanks],
        "kits": [_as_json(kit) for kit in made.kits],
        "registers": list(made.registers),
        "without": list(made.without),
        "removed": list(made.removed),
    }
    rows = tuple(
        (blank.unit, blank.file, "、".join(blank.forms) or "发件包", OUTCOMES[blank.outcome]) for blank in (*made.blanks, *made.kits)
    )
    page: list[Part] = []
    if rows:
        page.append(ScreenTable(columns=("单位", "文件（blank/）", "报表", "结果"), rows=rows))
    page += [_count(made), *_remarks(made), *made.faults]
    page.append("下一步：把 blank/ 里的文件发给各单位；收到后放进 returns/，运行 duchá collect。")
    return answer(data, *page, as_json=as_json, quiet=quiet, attention=bool(made.kept))


def _as_json(blank: MadeBlank) -> dict[str, object]:
    beside = f"blank/{blank.beside}" if blank.beside else None
    return {"unit": blank.unit, "file": f"blank/{blank.file}", "forms": list(blank.forms), "outcome": blank.outcome.value, "beside": beside}


def _count(made: MadeBlanks) -> str:
    count = Counter(blank.outcome for blank in (*made.blanks, *made.kits))
    parts = [f"{OUTCOMES[outcome][2:]} {count[outcome]} 份" for outcome in WriteOutcome if count[outcome]]
    return f"{'，'.join(parts) or '没有要做的报表'}。"


def _remarks(made: MadeBlanks) -> list[str]:
    said = {
        "手工改过的没有覆盖，新的写在旁边：{}。请对照后留下要用的一份。": [f"{blank.file}，新的是{blank.beside}" for blank in made.kept],
        "不用填表、只报书面材料的单位：{}。": made.without,
        "名单里已没有这些位置，空白报表已删去：{}。": made.removed,
        "新放进 registers/ 的登记表：{}。": made.registers,
    }
    return [text.format("、".join(names)) for text, names in said.items() if names]


def blanks(
    campaign: CampaignDir = None,
    unit: Units = None,
    form: Annotated[str, typer.Option("--form", metavar="报表", help="只做这一张报表（编号或标题），另存一份")] = "",
    period: Annotated[
        str, typer.Option("--period", metavar="期间", help="按期报送的报表，做哪一期的，如 2019-05、2019Q2、2019H1；不写为今天所在的一期")
    ] = "",
    kit: Annotated[bool, typer.Option("--kit", help="再打成发件包：每单位一个压缩包，内有空白报表和填报说明")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """生成空白报表：每单位一份，单位名称已填好；手工改过的不覆盖。"""
    from duchá.steps.blanks import make_blanks
    from duchá.steps.open_campaign import open_campaign

    opened = open_campaign(start(campaign), moment(as_of))
    return blanks_page(make_blanks(opened, units=unit or (), form=form, kit=kit, period=period), as_json=as_json, quiet=quiet)


def register(app: App) -> None:
    """Adds the command."""
    app.command("blanks")(blanks)
